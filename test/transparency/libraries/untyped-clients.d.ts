// What the scenarios use of packages that bring no types.

declare module 'sockjs-client/dist/sockjs.js' {
  export default class SockJS {
    constructor(url: string, protocols: null, options: object);
    readonly url: string;
    readonly protocol: string;
    readonly transport: string;
    readonly readyState: number;
    onopen: ((event: object) => void) | null;
    onmessage: ((event: object) => void) | null;
    onclose: ((event: object) => void) | null;
    send(text: string): void;
    close(code?: number, reason?: string): void;
    addEventListener(type: string, listener: (event: object) => void): void;
    removeEventListener(type: string, listener: (event: object) => void): void;
  }
}

declare module 'phoenix' {
  export interface Push {
    receive(status: string, callback: (response: unknown) => void): this;
  }

  export interface Channel {
    readonly state: string;
    join(): Push;
    leave(): Push;
    push(event: string, payload: object, timeoutMs?: number): Push;
    on(event: string, callback: (payload: unknown) => void): number;
    off(event: string, ref?: number): void;
    onError(callback: (reason: unknown) => void): void;
    onClose(callback: (payload: unknown) => void): void;
  }

  export class Socket {
    constructor(url: string, options?: object);
    heartbeatIntervalMs: number;
    connect(): void;
    disconnect(callback?: () => void, code?: number, reason?: string): void;
    connectionState(): string;
    protocol(): string;
    endPointURL(): string;
    channel(topic: string, parameters?: object): Channel;
    onOpen(callback: () => void): string;
    onClose(callback: (event: unknown) => void): string;
    onError(callback: (error: unknown) => void): string;
    onMessage(callback: (message: Record<string, unknown>) => void): string;
    off(refs: readonly string[]): void;
    ping(callback: (roundTripMs: number) => void): boolean;
  }

  export const Serializer: {
    encode(message: object, send: (text: string) => void): void;
  };

  export class Presence {
    constructor(channel: Channel);
    onJoin(callback: (key: string, current: unknown, joined: unknown) => void): void;
    onLeave(callback: (key: string, current: unknown, left: unknown) => void): void;
    onSync(callback: () => void): void;
    list<Item>(choose: (key: string) => Item): Item[];
  }
}
