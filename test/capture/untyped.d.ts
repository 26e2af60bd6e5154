// What the scenarios use of packages that bring no types.

declare module 'socket.io-2' {
  import type { Server } from 'node:http';

  interface ServedSocket {
    // biome-ignore lint/suspicious/noExplicitAny: what is sent to a listener is the scenario's own.
    on(event: string, listener: (...values: any[]) => void): void;
    emit(event: string, ...values: unknown[]): void;
  }
  interface Namespace {
    on(event: 'connection', listener: (socket: ServedSocket) => void): void;
  }
  export default function serve(
    http: Server,
    options: object,
  ): Namespace & { of(name: string): Namespace; close(): void };
}

declare module 'socket.io-client-2' {
  interface Client {
    once(event: string, listener: (...values: unknown[]) => void): void;
    emit(event: string, ...values: unknown[]): void;
    close(): void;
  }
  export default function connect(url: string, options: object): Client;
}

declare module '@rails/actioncable' {
  interface Subscription {
    perform(action: string, values?: object): void;
    unsubscribe(): void;
  }
  export const adapters: { WebSocket: unknown; logger: unknown };
  export function createConsumer(url: string): {
    readonly subscriptions: {
      create(channel: object, callbacks: Record<string, (value: unknown) => void>): Subscription;
    };
    disconnect(): void;
  };
}

declare module '@xmpp/client' {
  interface Client {
    on(event: string, listener: (value: unknown) => void): void;
    start(): Promise<unknown>;
    stop(): Promise<unknown>;
    send(element: unknown): Promise<void>;
  }
  export function client(options: object): Client;
  export function xml(name: string, attributes?: object, ...children: unknown[]): unknown;
}

declare module 'sockjs-client' {
  export default class SockJS {
    constructor(url: string, reserved: null, options: { readonly transports: string });
    onopen: () => void;
    onclose: () => void;
    onmessage: (event: { readonly data: string }) => void;
    send(text: string): void;
  }
}
