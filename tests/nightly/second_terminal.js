// A second terminal, xterm.js without a window, beside libvterm: it gets the same bytes that tests have
// recorded (tests/support/term_record.h), and has to show the same cells, cursor and modes.
// usage: node second_terminal.js MODULES_DIR RECORDS_DIR
// Exit 1 if a screen differs in something that `explained` does not list.
'use strict';
const fs = require('fs');
const path = require('path');
const {StringDecoder} = require('string_decoder');

const [modules, records] = process.argv.slice(2);
const load = name => require(path.resolve(modules, 'node_modules', '@xterm', name));
const {Terminal} = load('headless');
const {Unicode11Addon} = load('addon-unicode11');

const SHOWN_MAX = 20;
const BOLD = 1, UNDERLINE = 2, BLINK = 4, REVERSE = 8;

// From there on all cells are written again.
const sinceCleared = bytes => bytes.subarray(Math.max(0, bytes.lastIndexOf('\x1b[H\x1b[2J'),
    bytes.lastIndexOf('\x1b[H\x1b[J')));

// Where the two terminals may differ, and why.
const explained = [
    {
        because: 'xterm.js has no left and right margins (DECSLRM), which libvterm told the program to have',
        holds: bytes => sinceCleared(bytes).includes('\x1b[?69h'),
    },
    {
        because: 'xterm.js has at least two columns',
        holds: (bytes, size) => size.cols < 2,
    },
    {
        because: 'libvterm keeps one place for ESC 7, which ncurses may use while it scrolls, for both screens',
        holds: (bytes, size, event, found) => bytes.includes('\x1b7') && !event.modes.includes(1049) &&
            found.every(f => f.startsWith('cursor:')),
    },
];

const write = (term, text) => new Promise(done => term.write(text, done));

function colour(cell, which) {
    if (cell[`is${which}Default`]())
        return -1;
    return cell[`is${which}Palette`]() ? cell[`get${which}Color`]() : -2;
}

// A cell as term_record.c writes it; null for one that is blank.
function cellOf(cell, row, col) {
    const text = cell.getChars();
    const flags = (cell.isBold() ? BOLD : 0) | (cell.isUnderline() ? UNDERLINE : 0) |
        (cell.isBlink() ? BLINK : 0) | (cell.isInverse() ? REVERSE : 0);
    const bg = colour(cell, 'Bg');
    const blank = (text === '' || text === ' ') && cell.getWidth() === 1;
    if (blank && bg === -1 && !(flags & (UNDERLINE | REVERSE)))
        return null;
    return [row, col, text, cell.getWidth(), colour(cell, 'Fg'), bg, flags];
}

// The foreground and bold of a blank do not show.
function canonical(c) {
    const blank = c[2] === '' || c[2] === ' ';
    return blank ? [c[0], c[1], ' ', c[3], -1, c[5], c[6] & ~(BOLD | BLINK)].join('|')
        : c.join('|');
}

function screenOf(term) {
    const cells = new Map();
    const buffer = term.buffer.active;
    for (let row = 0; row < term.rows; row++) {
        const line = buffer.getLine(buffer.baseY + row);
        for (let col = 0; col < term.cols; col++) {
            const cell = line.getCell(col);
            const c = cell && cell.getWidth() ? cellOf(cell, row, col) : null;
            if (c)
                cells.set(row * 10000 + col, canonical(c));
        }
    }
    return cells;
}

function expectedOf(event) {
    const cells = new Map();
    for (const [row, col, chars, ...rest] of event.cells)
        cells.set(row * 10000 + col, canonical([row, col, String.fromCodePoint(...chars), ...rest]));
    return cells;
}

function modesOf(term) {
    const m = term.modes, mouse = {none: 0, vt200: 1000, drag: 1002}[m.mouseTrackingMode];
    return [m.applicationCursorKeysMode && 1, mouse,
        term.buffer.active.type === 'alternate' && 1049, m.bracketedPasteMode && 2004]
        .filter(Boolean).join(' ');
}

// `cols` is the width when bytes came last: xterm.js counts a cursor after the last column as beyond it.
function differences(term, event, cols) {
    const found = [];
    const got = screenOf(term), want = expectedOf(event);
    for (const key of new Set([...got.keys(), ...want.keys()]))
        if (got.get(key) !== want.get(key))
            found.push(`row ${Math.floor(key / 10000)}, column ${key % 10000}: libvterm ` +
                `${want.get(key)}, xterm.js ${got.get(key)}`);
    const buffer = term.buffer.active;
    const cursor = [buffer.cursorY, Math.min(buffer.cursorX, cols - 1, term.cols - 1)];
    if (cursor[0] !== event.cursor[0] || cursor[1] !== event.cursor[1])
        found.push(`cursor: libvterm ${event.cursor.slice(0, 2)}, xterm.js ${cursor}`);
    if (Boolean(event.cursor[2]) === Boolean(term._core.coreService.isCursorHidden))
        found.push(`cursor: libvterm ${event.cursor[2] ? 'shown' : 'hidden'}, xterm.js not`);
    const modes = event.modes.filter(m => m && m !== 1006).join(' ');
    if (modes !== modesOf(term))
        found.push(`modes: libvterm ${modes}, xterm.js ${modesOf(term)}`);
    return found;
}

async function play(name, counts) {
    const record = JSON.parse(fs.readFileSync(path.join(records, name), 'utf8'));
    const bytes = Buffer.from(record.bytes, 'hex');
    const term = new Terminal({rows: record.rows, cols: record.cols, allowProposedApi: true,
        scrollback: 0});
    term.loadAddon(new Unicode11Addon());
    term.unicode.activeVersion = '11';
    // xterm.js 6.0 loses a character that is cut in two after a byte 80 (src/common/input/TextDecoder.ts).
    const characters = new StringDecoder('utf8');
    let at = 0, cols = record.cols, size = record;
    for (const event of record.events) {
        if (event.at > at) {
            await write(term, characters.write(bytes.subarray(at, event.at)));
            at = event.at;
            cols = term.cols;
        }
        if (event.rows) {
            size = event;
            term.resize(event.cols, event.rows);
            continue;
        }
        const found = differences(term, event, cols);
        counts.screens++;
        const why = found.length ? explained.find(e => e.holds(bytes.subarray(0, at), size, event, found)) : null;
        if (why)
            why.count = (why.count || 0) + 1;
        else if (found.length && counts.differ++ < SHOWN_MAX)
            console.log(`${name}, after ${at} bytes: ${found.length} differences\n  ` +
                found.slice(0, 4).join('\n  '));
    }
    term.dispose();
}

async function main() {
    const counts = {files: 0, screens: 0, differ: 0};
    for (const name of fs.readdirSync(records).filter(n => n.endsWith('.json')).sort()) {
        counts.files++;
        await play(name, counts);
    }
    for (const e of explained)
        console.log(`second terminal: ${e.count || 0} screens differ because ${e.because}`);
    console.log(`second terminal: ${counts.files} terminals, ${counts.screens} screens, ` +
        `${counts.differ} differ`);
    process.exit(counts.screens && !counts.differ ? 0 : 1);
}

main();
