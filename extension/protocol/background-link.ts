import type { DocumentHello } from './commands.ts';

// Firefox: what travels between the panel and the background page, which joins it with the documents
// of its tab. A channel stands for one document's port.

export type FromBackground =
  | { readonly kind: 'connected'; readonly channel: number; readonly hello: DocumentHello }
  | { readonly kind: 'message'; readonly channel: number; readonly message: unknown }
  | { readonly kind: 'disconnected'; readonly channel: number }
  /** No document of the tab runs the relay: a restricted page, or one older than the extension. */
  | { readonly kind: 'nobody' };

export type ToBackground =
  | { readonly kind: 'message'; readonly channel: number; readonly message: unknown }
  /** Ask the documents of the tab once more whether they are there. */
  | { readonly kind: 'ask' };
