/** A conversation that `npm run capture` holds anew and writes to test/fixtures/captures/. */
export interface Scenario {
  /** Of the fixture: `socket.io-v4`. */
  readonly name: string;
  /** Of the client library, with its version: `socket.io-client 4.8.4`. */
  readonly client: () => string;
  /** Real, with its version, or ours, with the words that say so. */
  readonly server: () => string;
  /** Installs what is missing. Does not count as time of the conversation. */
  readonly needs?: () => void;
  /** Starts the server, lets the client talk to it through the proxy, and has the client close when all is said. */
  readonly run: (stage: Stage) => Promise<void>;
}

export interface Stage {
  /** Records what passes to a server, `http://127.0.0.1:PORT`. Returns the address for the client, of the same form. */
  proxy(target: string): Promise<string>;
  /** What the end of the scenario undoes, the last first. */
  defer(undo: () => unknown): void;
}
