// A bare Node server with the `ws` package that does the same fan-out as the service and nothing else:
// no store, no look-up, no state of a call. Sockets greet with a token; a ring goes to all sockets of
// one agent; every socket is asked every five seconds whether it is there.
import { createRequire } from 'node:module';
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';

const { WebSocketServer } = createRequire(import.meta.url)(process.argv[2]);
const agents = new Map();
// A line for each agent: the login, and the token that its sockets greet with.
const logins = new Map(readFileSync(process.argv[3], 'utf8').trim().split('\n')
  .map((line) => line.split(' ').reverse()));

const ringing = (from, seq) => JSON.stringify({
  event: { seq, now: Date.now(), event: { call: {
    id: '0198c0de-0000-7000-8000-000000000000', direction: 'inbound', from, to: '+442079460777',
    shown: from, country: 'GB', party: null, looked: 'pending', case: null, pop: null,
    phase: { ringing: { until: Date.now() + 30000 } }, simulated: true, started: Date.now(),
    host: { mayAnnounce: null, announced: null, answered: false, ended: false, completed: false,
      popped: false, properties: null },
    engagement: null, draft: { outcome: null, notes: '' },
  } } },
});

const server = createServer((request, response) => {
  let text = '';
  request.on('data', (part) => { text += part; });
  request.on('end', () => {
    const { from, agent } = JSON.parse(text);
    const sockets = agents.get(agent) ?? { seq: 0, all: [] };
    sockets.seq += 1;
    const message = ringing(from, sockets.seq);
    for (const socket of sockets.all) socket.send(message);
    response.writeHead(201, { 'content-type': 'application/json' });
    response.end('{"id":"0198c0de-0000-7000-8000-000000000000"}');
  });
});

// Node closes a connection that is idle for five seconds, which would be measured as a lost ring.
server.keepAliveTimeout = 0;

new WebSocketServer({ server, perMessageDeflate: false }).on('connection', (socket) => {
  let asked = 0;
  let answered = 0;
  socket.on('message', (data) => {
    const said = JSON.parse(data);
    if (said.pong) { answered = said.pong; return; }
    if (!said.hello) return;
    const agent = logins.get(said.hello.token);
    if (!agents.has(agent)) agents.set(agent, { seq: 0, all: [] });
    agents.get(agent).all.push(socket);
    socket.send(JSON.stringify({ welcome: { stream: agent, now: Date.now() } }));
    socket.send(JSON.stringify({ snapshot: {} }));
    const pings = setInterval(() => {
      if (asked - answered >= 3) { socket.terminate(); return; }
      asked += 1;
      socket.send(JSON.stringify({ ping: asked }));
    }, 5000);
    socket.on('close', () => clearInterval(pings));
  });
});

server.listen(0, '127.0.0.1', () => console.log(`listening ${server.address().port}`));
