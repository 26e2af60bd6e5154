// What the playground uses of packages that bring no types.

declare module 'sockjs' {
  import type { Server } from 'node:http';

  export interface Connection {
    readonly protocol: string;
    write(text: string): boolean;
    close(code?: number, reason?: string): boolean;
    on(event: 'data', listener: (text: string) => void): this;
    on(event: 'close', listener: () => void): this;
  }

  export interface SockjsServer {
    on(event: 'connection', listener: (connection: Connection) => void): this;
    installHandlers(http: Server, options: { readonly prefix: string }): void;
  }

  const sockjs: {
    createServer(options: { log(severity: string, line: string): void }): SockjsServer;
  };
  export default sockjs;
}
