// An extension that wants the recorder's port, the panel's messages, and sockets that send for it.
import { documentPortName, panelPortPrefix } from '../../extension/protocol/commands.ts';
import { batchEvent, introductionEvent } from '../../extension/protocol/private-channel.ts';
import type { SecondExtension } from './second-extension.ts';

/** What became of its messages to Sockets' id and to its tab. */
export interface Pestering {
  readonly answers: readonly unknown[];
  readonly refusals: readonly string[];
}
export interface ForgeryReport {
  readonly contentScript: Pestering;
  readonly background: Pestering;
}

/** What the panel, a relay and the background page say to each other; all of it says "forged". */
const orders = `
  const sendOrders = (author) => [1, 2, 3].map((socketId) => ({ kind: 'send', requestId: 1, socketId, isText: true, text: 'forged by ' + author, bytes: new ArrayBuffer(0) }));
  const messagesOf = (author) => [
    { kind: 'sockets-document', layout: 1, url: 'https://forged.example/', isTop: true, documentKey: 'forged', timeOriginMs: 0 },
    { kind: 'sockets-panel-opened' },
    { kind: 'ask' },
    { kind: 'attach', isRecording: false },
    ...sendOrders(author),
    ...sendOrders(author).flatMap((command) => [{ kind: 'command', command }, { kind: 'message', channel: 1, message: { kind: 'command', command } }]),
  ];
`;

/**
 * Runs in each of its two worlds. What it catches, it writes where both worlds and the page can read
 * it: data-caught. Sockets has nothing to do with its attributes.
 */
const inDocument = (world: string) => `
  const note = (line) => {
    const { dataset } = document.documentElement;
    dataset.caught = (dataset.caught ?? '') + '${world} ' + line + ';';
  };
  let port = null;
  let hasBatch = false;
  const take = (event) => {
    if (port !== null || event.data?.own || !event.ports?.length) return;
    [port] = event.ports;
    note('the port');
    port.addEventListener('${batchEvent}', () => {
      if (!hasBatch) note('a batch');
      hasBatch = true;
    });
  };
  for (const target of [window, document])
    for (const type of ${JSON.stringify([...new Set([introductionEvent, batchEvent, 'message', 'connect'])])})
      for (const capture of [true, false]) {
        target.addEventListener(type, take, { capture });
        if (type === '${batchEvent}') target.addEventListener(type, (event) => event.data?.own || note('a batch on its way'), { capture });
      }
  const forge = () => {
    const orders = messagesOf('${world}').map((message) => ({ ...message, own: true }));
    for (const data of orders) {
      for (const type of ${JSON.stringify([...new Set([introductionEvent, batchEvent, 'message'])])}) {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => note('an answer');
        for (const target of [window, document, document.documentElement])
          target.dispatchEvent(new MessageEvent(type, { data, ports: [port2], cancelable: true })) || note('a taker');
        port1.postMessage(data);
      }
      window.postMessage(data, '*');
      new BroadcastChannel('${documentPortName}').postMessage(data);
    }
    for (const order of sendOrders('${world}')) port?.postMessage(order);
  };
`;

const pester = `
  const pester = async (author, send, connect) => {
    const answers = [];
    const refusals = [];
    for (const message of messagesOf(author))
      await send(message).then((answer) => answers.push(answer ?? 'it was heard'), (error) => refusals.push(error.message));
    for (const name of ['${documentPortName}', '${panelPortPrefix}1', ''])
      await new Promise((done) => {
        const port = connect({ name });
        port.onMessage.addListener((message) => answers.push(message));
        port.onDisconnect.addListener(() => {
          refusals.push(chrome.runtime.lastError?.message ?? 'no reason');
          done();
        });
        for (const message of messagesOf(author)) port.postMessage(message);
      });
    return { answers, refusals };
  };
`;

/** The page starts it with an event "forge-now"; data-forgery then holds its report. */
export const forgingExtension = (socketsId: string): SecondExtension => ({
  main: `{
    ${orders}${inDocument('MAIN')}
    document.addEventListener('forge-now', forge);
  }`,
  isolated: `{
    ${orders}${inDocument('ISOLATED')}${pester}
    document.addEventListener('forge-now', async () => {
      forge();
      const contentScript = await pester('a content script', (message) => chrome.runtime.sendMessage('${socketsId}', message), (how) => chrome.runtime.connect('${socketsId}', how));
      const background = await chrome.runtime.sendMessage('pester');
      document.documentElement.dataset.forgery = JSON.stringify({ contentScript, background });
    });
  }`,
  background: `
    ${orders}${pester}
    chrome.runtime.onMessage.addListener((message, { tab }, answer) => {
      if (message !== 'pester') return;
      const toSockets = () => pester('a background', (each) => chrome.runtime.sendMessage('${socketsId}', each), (how) => chrome.runtime.connect('${socketsId}', how));
      const toTab = () => pester('a background', (each) => chrome.tabs.sendMessage(tab.id, each), (how) => chrome.tabs.connect(tab.id, how));
      (async () => {
        const [one, other] = [await toSockets(), await toTab()];
        answer({ answers: [...one.answers, ...other.answers], refusals: [...one.refusals, ...other.refusals] });
      })();
      return true;
    });
  `,
});
