// The page of a service with accounts: signing in, running a job as oneself, the account page, signing out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { narrow, onMapPage, wide } from './map-page.mjs';

// the page asks before anybody is signed in, and after they have left
const isOfSigningIn = failure => /401/.test(failure);

async function signIn(user, page) {
  await user.find('textbox', 'User name');
  await user.type('User name', process.env.USER_NAME);
  await (await page.waitForSelector('aria/Password')).type(process.env.USER_PASSWORD);
  await user.press('button', 'Sign in');
  await user.find('button', 'Upload raster');
}

test('Somebody signs in, classifies a scene of their own, and leaves', () => onMapPage(wide, async (user, page) => {
  await user.find('textbox', 'User name');
  await user.screenshot('sign-in');
  await user.assertAccessible();
  await (await page.waitForSelector('aria/Password')).type('wrong');
  await user.type('User name', process.env.USER_NAME);
  await user.press('button', 'Sign in');
  await page.waitForSelector('[role=alert]');
  await user.screenshot('sign-in-refused');
  await signIn(user, page);

  await user.upload('Upload raster', process.env.SCENE);
  await user.find('button', 'Change layer');
  await user.upload('Upload model', process.env.PACKAGE);
  await user.find('button', 'Change model');
  await user.screenshot('signed-in');
  await user.press('button', 'Run');
  await user.readUntil('status', 'Status', /Succeeded/);

  // a result begins private
  await (await page.waitForSelector('summary ::-p-text(Share)')).click();
  await user.choose('Who may look at it', 'Groups');
  await user.press('checkbox', 'Foresters');
  await user.press('button', 'Save sharing');
  await page.waitForFunction(() => [...document.querySelectorAll('[role=status]')].some(status => status.innerText === 'Saved: Groups.'));
  await user.screenshot('sharing');
  await user.assertAccessible();
  assert.ok(await page.$eval('option[value=public]', option => option.disabled), 'an analyst does not share with everybody');

  await user.press('link', process.env.USER_NAME);
  await user.find('button', 'Change the password');
  await user.screenshot('account');
  await user.assertAccessible();
  await user.type('What it is for', 'nightly runs');
  await user.press('checkbox', 'submit');
  await user.press('button', 'Make a key');
  await page.waitForFunction(() => document.querySelector('[role=status]')?.innerText.includes('rak_'));
  await user.press('button', 'Revoke nightly runs');
  await page.waitForFunction(() => document.querySelector('[role=status]')?.innerText.includes('revoked'));
  await user.press('button', 'Set up a second step');
  await page.waitForSelector('a[href^="otpauth:"]');
  await user.screenshot('second-step');
  await user.press('button', 'Sign out');
  await user.find('textbox', 'User name');
}, { isExpected: isOfSigningIn }));

test('A link into the page leads back to its place after signing in, on a telephone', () => onMapPage(narrow, async (user, page) => {
  await user.find('textbox', 'User name');
  await user.screenshot('sign-in-narrow');
  await user.assertAccessible();
  await signIn(user, page);
  await page.goto(new URL('#/history', page.url()).href);
  await user.find('link', process.env.USER_NAME);
  await user.screenshot('history-narrow');
  await user.assertAccessible();
}, { isExpected: isOfSigningIn }));
