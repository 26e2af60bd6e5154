import browser from 'webextension-polyfill';
import type { EngineClient } from '../engine/client.ts';
import { createNetworkLog, type NetworkLog } from './network-log.ts';

/** Holds the browser's network log beside what the page's recorder says. */
export function watchNetworkLog(
  engine: EngineClient,
  messageCount: () => number,
  isAwaited: () => boolean,
): NetworkLog {
  const { network } = browser.devtools;
  const log = createNetworkLog({
    // Firefox has no tabs API in DevTools pages, and no WebSockets in its HAR.
    readLog: browser.tabs === undefined ? null : () => network.getHAR(),
    observe: (sockets) => engine.order({ kind: 'network', sockets }),
    after: (ms, run) => setTimeout(run, ms),
    now: () => performance.now(),
    messageCount,
    isAwaited,
    extensionUrl: browser.runtime.getURL(''),
  });
  network.onRequestFinished.addListener(log.requestFinished);
  log.ask('sockets');
  return log;
}
