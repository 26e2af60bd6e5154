export interface Repeater {
  /** Acts now and then every so often. Takes the place of what was repeated before. */
  start(everyMs: number, act: (turn: number) => void): void;
  stop(): void;
}

export function createRepeater(): Repeater {
  let timer: number | undefined;

  function stop(): void {
    window.clearInterval(timer);
  }

  return {
    stop,
    start(everyMs, act) {
      stop();
      let turn = 0;
      const next = () => {
        act(turn);
        turn += 1;
      };
      next();
      timer = window.setInterval(next, everyMs);
    },
  };
}
