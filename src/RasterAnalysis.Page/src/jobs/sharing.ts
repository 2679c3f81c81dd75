// With whom a result is shared, where people sign in: it begins private.
import { listGroups, session, share, type Access, type Item } from '../api/client';
import { fill, field, h } from '../parts/dom';
import { text } from '../strings';

/** The form, folded, with what holds now beside its name; nothing for who may not change it. */
export function sharing(item: Item): HTMLElement | null {
  const { signIn, user, scopes } = session();
  if (!signIn || !(scopes.includes('administer') || (user === item.owner && scopes.includes('submit')))) return null;
  let now: { access: Access; groups: readonly string[] } = { access: item.access, groups: item.groups ?? [] };
  const state = h('span', { class: 'hint' }, text.sharing.words[now.access]);
  const said = h('p', { role: 'status', class: 'hint' });
  const list = h('div', { class: 'choices' });
  const mayPublish = scopes.includes('publish');
  const select = h('select', { onchange: () => void change() }, ...Object.entries(text.sharing.words).map(([access, words]) =>
    h('option', { value: access, selected: access === now.access, disabled: !mayPublish && access !== now.access && ['organization', 'public'].includes(access) }, words)));
  const chosen = () => select.value as Access;
  const refused = (error: unknown) => { said.className = 'fault'; said.textContent = (error as Error).message; };

  const change = async () => {
    said.textContent = '';
    if (chosen() !== 'shared') return fill(list);
    try {
      const groups = await listGroups();
      if (chosen() === 'shared') {
        fill(list, ...(groups.length > 0 ? groups.map(group => h('label', {},
          h('input', { type: 'checkbox', value: group.id, checked: now.groups.includes(group.id) }), group.title)) : [h('p', { class: 'hint' }, text.sharing.noGroups)]));
      }
    } catch (error) {
      refused(error);
    }
  };
  const save = async () => {
    const groups = [...list.querySelectorAll<HTMLInputElement>('input:checked')].map(box => box.value);
    try {
      const changed = await share(item.id, chosen() === 'shared' ? { access: 'shared', groups } : { access: chosen() });
      now = { access: changed.access, groups: changed.groups ?? [] };
      state.textContent = text.sharing.words[now.access];
      said.className = 'hint';
      said.textContent = text.sharing.saved(text.sharing.words[now.access]);
    } catch (error) {
      refused(error);
    }
  };
  void change();
  return h('details', {}, h('summary', {}, text.sharing.title, ' ', state),
    h('div', { class: 'folded' },
      field(text.sharing.who, select, mayPublish ? undefined : text.sharing.publishers), list,
      h('div', { class: 'buttons' }, h('button', { type: 'button', class: 'secondary', onclick: () => void save() }, text.sharing.save)), said));
}
