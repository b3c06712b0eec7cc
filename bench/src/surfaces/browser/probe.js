// In every calling frame, before its own scripts: when the stream's events arrive, when the screen
// changes and is painted, when a click comes and its command leaves, and how large the memory is.
(() => {
  if (window.top === window || window.probe) return;
  // Comparable between pages and browsers of one machine.
  const wall = () => performance.timeOrigin + performance.now();
  const probe = (window.probe = { origin: performance.timeOrigin, rings: {}, states: [], sent: [] });

  window.WebSocket = new Proxy(window.WebSocket, {
    construct(target, args) {
      const socket = Reflect.construct(target, args);
      socket.addEventListener('message', ({ data }) => {
        const arrived = wall();
        if (!data.includes('"ringing"')) return;
        const { event } = JSON.parse(data);
        const call = event?.event?.call;
        if (call?.phase?.ringing) probe.rings[call.id] ??= { stamp: event.now, arrived };
      });
      return socket;
    },
  });

  let clicked = null;
  addEventListener('click', (event) => { clicked = performance.timeOrigin + event.timeStamp; }, true);
  const { fetch } = window;
  window.fetch = (...args) => {
    const address = String(args[0]?.url ?? args[0]);
    if (clicked !== null && address.includes('/api/commands')) {
      probe.sent.push({ clicked, left: wall() });
      clicked = null;
    }
    return fetch(...args);
  };

  let shown = '';
  new MutationObserver(() => {
    const state = document.querySelector('[data-state]')?.dataset.state ?? '';
    if (state === shown) return;
    shown = state;
    const change = { state, changed: wall(), painted: null };
    probe.states.push(change);
    // The second frame begins when the first has been painted.
    requestAnimationFrame(() => requestAnimationFrame(() => { change.painted = wall(); }));
  }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-state'] });

  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await original(...args);
      // Its name is one letter in a release.
      const exported = Object.values((made.instance ?? made).exports ?? {});
      probe.memory ??= exported.find((one) => one instanceof WebAssembly.Memory);
      return made;
    };
  }
})();
