// What the panel gives to injected/worker-bootstrap.iife.ts with its text, once for each load that is to
// record inside workers.

export interface WorkerPlan {
  /** The page's address, without its fragment: it was seen to come without a policy. In another nothing is done. */
  readonly page: string;
  /** Addresses of scripts that were seen to load plainly. Workers of others, but for Blobs, start as ever. */
  readonly scripts: Readonly<Record<string, true>>;
  /** `chrome-extension://…/`: by it the network log tells which sockets the recorder has seen. */
  readonly extensionUrl: string;
  /** The text of injected/worker-recorder.iife.ts. It wants a constant `location` around it. */
  readonly recorder: string;
}
