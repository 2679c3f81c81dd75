// Builds the page: types of the service's own OpenAPI document, a check by TypeScript, and files whose names carry a hash of what is in them.
//   node build.mjs FOLDER
import { build } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { cp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(here, '..', '..', 'artifacts', 'page');

function run(script, ...given) {
  const { status } = spawnSync(process.execPath, [join(here, 'node_modules', script), ...given], { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) process.exit(status ?? 1);
}

/** TypeScript says its faults on standard output. */
function check() {
  const { status, stdout } = spawnSync(process.execPath, [join(here, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.'], { cwd: here, encoding: 'utf8' });
  if (status === 0) return;
  console.error(stdout);
  process.exit(1);
}

await mkdir(join(here, 'node_modules', '.generated'), { recursive: true });
run('openapi-typescript/bin/cli.js', join(here, '..', '..', 'docs', 'reference', 'openapi.json'), '-o', 'node_modules/.generated/schema.d.ts');
check();

const made = `${target.replace(/[/\\]$/, '')}.new`;
await rm(made, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: [join(here, 'src', 'main.ts'), join(here, 'src', 'style', 'page.css')],
  entryNames: '[name]-[hash]', outdir: made,
  bundle: true, minify: true, format: 'esm', target: ['es2022'], charset: 'utf8', legalComments: 'linked', metafile: true, logLevel: 'warning',
});
const outputs = Object.entries(metafile.outputs);
const fileOf = entry => basename(outputs.find(([, output]) => output.entryPoint?.endsWith(entry))[0]);
const html = (await readFile(join(here, 'src', 'index.html'), 'utf8')).replace('page.css', fileOf('page.css')).replace('main.js', fileOf('main.ts'));
await writeFile(join(made, 'index.html'), html);
for (const name of await readdir(join(here, 'src', 'assets'))) await cp(join(here, 'src', 'assets', name), join(made, name));


// what is carried of others, with their own words
const packages = [...new Set(Object.keys(metafile.inputs).map(input => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1]).filter(name => name !== undefined))].sort();
const licenses = await Promise.all(packages.map(async name => {
  const folder = join(here, 'node_modules', name);
  const file = (await readdir(folder)).find(entry => /^licen[cs]e/i.test(entry));
  return `${name}\n\n${file ? await readFile(join(folder, file), 'utf8') : JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')).license}`;
}));
await writeFile(join(made, 'licenses.txt'), licenses.join('\n\n----\n\n'));

await rm(target, { recursive: true, force: true });
await rename(made, target.replace(/[/\\]$/, ''));
