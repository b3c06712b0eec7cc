// In every calling frame, before its own scripts: when each step to sound is taken, and when the page
// plays something. The line is never quite silent: what is not nought is the far end, or its hiss.
(() => {
  if (window.top === window || window.probe) return;
  // Comparable between the pages of one machine, and with the program that measures.
  const wall = () => performance.timeOrigin + performance.now();
  const left = 'sidetone-bench-left';
  const probe = (window.probe = {
    origin: performance.timeOrigin,
    script: wall(),
    // When the frame before this one was left.
    before: Number(sessionStorage.getItem(left)),
    marks: {},
    // From when to when something was played, latest last.
    plays: [],
  });
  addEventListener('pagehide', () => sessionStorage.setItem(left, String(wall())));
  const mark = (name) => { probe.marks[name] ??= wall(); };

  for (const name of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
      const made = await original(...args);
      mark('instantiated');
      return made;
    };
  }

  const { fetch } = window;
  window.fetch = async (...args) => {
    const path = new URL(args[0]?.url ?? args[0], location).pathname;
    const named = { '/api/session': 'session', '/api/sound': 'answer' }[path];
    if (named === 'answer') mark('offer');
    const response = await fetch(...args);
    if (named) mark(named);
    return response;
  };

  window.WebSocket = new Proxy(window.WebSocket, {
    construct(target, args) {
      const socket = Reflect.construct(target, args);
      socket.addEventListener('open', () => mark('stream'));
      socket.addEventListener('message', ({ data }) => {
        if (data.includes('"snapshot"')) mark('snapshot');
      });
      return socket;
    },
  });

  const devices = navigator.mediaDevices;
  const open = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (wanted) => {
    const stream = await open(wanted);
    mark('microphone');
    return stream;
  };

  // Opened at once, and woken as soon as the browser lets it.
  const context = new AudioContext();
  const wake = setInterval(() => {
    if (context.state !== 'running') return context.resume();
    mark('ear');
    clearInterval(wake);
  }, 20);
  const SAMPLES = 256;
  const listen = (track) => {
    const source = context.createMediaStreamSource(new MediaStream([track]));
    // A worklet would need a file of its own; this one counts samples just as well.
    const ear = context.createScriptProcessor(SAMPLES, 1, 1);
    const { plays } = probe;
    ear.onaudioprocess = ({ inputBuffer }) => {
      const samples = inputBuffer.getChannelData(0);
      if (!samples.some((sample) => Math.abs(sample) > 1e-4)) return;
      const now = wall();
      const last = plays.at(-1);
      if (last && now - last[1] < 60) last[1] = now;
      else plays.push([now - (1000 * SAMPLES) / context.sampleRate, now]);
    };
    source.connect(ear);
    ear.connect(context.destination);
    // Else they are collected while they listen.
    (probe.ears ??= []).push(source, ear);
  };
  window.RTCPeerConnection = new Proxy(window.RTCPeerConnection, {
    construct(target, args) {
      mark('connection');
      const peer = Reflect.construct(target, args);
      peer.addEventListener('track', ({ track }) => listen(track));
      peer.addEventListener('icecandidate', () => mark('address'));
      peer.addEventListener('iceconnectionstatechange', () => {
        if (peer.iceConnectionState === 'connected') mark('way');
      });
      peer.addEventListener('connectionstatechange', () => {
        if (peer.connectionState === 'connected') mark('joined');
      });
      return peer;
    },
  });
})();
