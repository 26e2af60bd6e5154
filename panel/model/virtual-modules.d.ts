/** Made by scripts/inside-workers.mjs of the two scripts in injected/. */
declare module 'virtual:inside-workers' {
  /** The text of injected/worker-bootstrap.iife.ts; it wants a constant `plan` around it. */
  export const bootstrap: string;
  /** The text of injected/worker-recorder.iife.ts; it wants a constant `location` around it. */
  export const recorder: string;
}
