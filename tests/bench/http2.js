// A provider over HTTP/2: prints its port, and after each line of input how many TLS handshakes it
// has done since the last one. usage: node http2.js KEY CERTIFICATE
const { readFileSync } = require('fs');
const { createSecureServer } = require('http2');

const turns = Array.from({ length: 20 }, (_, i) => ({
    role: i % 2 ? 'user' : 'agent',
    content: `Turn ${i + 1} of a call.`,
    timestamp: i * 2,
}));
const body = JSON.stringify({ id: 'call_20', status: 'completed', transcript: turns });
let handshakes = 0;

const server = createSecureServer({
    key: readFileSync(process.argv[2]),
    cert: readFileSync(process.argv[3]),
});
server.on('secureConnection', () => handshakes++);
server.on('sessionError', () => {});
server.on('stream', (stream) => {
    stream.on('error', () => {});
    stream.respond({ ':status': 200, 'content-type': 'application/json' });
    stream.end(body);
});
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port} .`));
process.stdin.on('data', () => {
    console.log(`handshakes ${handshakes} .`);
    handshakes = 0;
});
process.stdin.on('end', () => process.exit(0));
