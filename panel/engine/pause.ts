/** Lets other work of this thread run: what has come in is handled before the promise resolves. */
export function pause(): Promise<void> {
  return new Promise((resume) => {
    // A port's message, because nested timers wait for at least 4 ms.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resume();
    };
    port2.postMessage(null);
  });
}
