/** Waits for a heart-beat each way, by the log of @stomp/stompjs. */
export class StompHeartbeats {
  readonly both: Promise<void>;
  readonly #heard = new Set<string>();
  #done = () => {};

  constructor() {
    this.both = new Promise((done) => {
      this.#done = done;
    });
  }

  /** Is told each line of the log. */
  readonly hear = (line: string): void => {
    if (line === '<<< PONG' || line === '>>> PING') this.#heard.add(line);
    if (this.#heard.size === 2) this.#done();
  };
}
