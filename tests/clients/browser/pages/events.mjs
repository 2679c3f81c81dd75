// A browser's own reader of server-sent events.
const names = ['status', 'progress', 'message'];

window.page = {
  seen: [],
  opened: 0,

  /** Listens, as long as the page is open: the browser connects again by itself. */
  listen(url) {
    const source = new EventSource(url);
    source.addEventListener('open', () => { page.opened++; });
    for (const name of names) source.addEventListener(name, event => page.seen.push({ name, id: event.lastEventId, data: event.data }));
    page.state = () => source.readyState;
  },
};
