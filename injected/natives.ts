// Every built-in that the recorder uses, saved before any script of the page has run. The page may
// replace each of them afterwards; nothing here looks a name up again.
// Beside these, the recorder uses only syntax that runs no code of the page: no spread, no for-of, no
// destructuring of arrays, no methods of arrays or strings, no Promises.

export const { apply, construct, defineProperty, get, getOwnPropertyDescriptor, getPrototypeOf } =
  Reflect;
export const { iterator, toPrimitive } = Symbol;

export const NativeProxy = Proxy;
export const NativeWebSocket = WebSocket;
/** Chromium 124 and later, in secure contexts. TypeScript does not know it yet. */
export const { WebSocketStream: NativeWebSocketStream } = globalThis as {
  readonly WebSocketStream?: { new (url: string): object; readonly prototype: object };
};
export const NativeMessageEvent = MessageEvent;
export const NativeWeakRef = WeakRef;
export const NativeWeakMap = WeakMap;
export const NativeFileReader = FileReader;
export const NativeUint8Array = Uint8Array;
export const NativeDataView = DataView;
export const NativeUint32Array = Uint32Array;
export const NativeFloat64Array = Float64Array;
export const NativeArrayBuffer = ArrayBuffer;
export const NativeError = Error;
export const { prototype: functionPrototype } = Function;
export const { prototype: objectPrototype } = Object;
export const { isView } = ArrayBuffer;
export const { isArray } = Array;

type Method = (this: unknown, ...parameters: never[]) => unknown;

/** The getter of an accessor property that a platform object's prototype has. */
function getterOf(prototype: object, name: PropertyKey): Method {
  // The platform guarantees that each accessor named in this file exists.
  return (getOwnPropertyDescriptor(prototype, name) as PropertyDescriptor).get as Method;
}

const { call, bind } = Function.prototype;
/**
 * A method as a function of its object and parameters. A bound function looks nothing up when it is called,
 * as `apply` does not, and costs half as much: it builds no list of parameters.
 */
export function unbound<Parameters extends unknown[], Value>(
  method: Method,
): (self: unknown, ...parameters: Parameters) => Value {
  return apply(bind, call, [method]) as (self: unknown, ...parameters: Parameters) => Value;
}
/** A method of one object that is always the same. */
export function bound<Parameters extends unknown[], Value>(
  method: Method,
  self: object,
): (...parameters: Parameters) => Value {
  return apply(bind, method, [self]) as (...parameters: Parameters) => Value;
}

/** Makes a saved getter of a class a function of its object. */
export const reads = <Value>(
  { prototype }: { readonly prototype: object },
  name: PropertyKey,
): ((self: unknown) => Value) => unbound<[], Value>(getterOf(prototype, name));

/** Filled, so that nothing is looked up where a page can put things. */
const manyParameters: number[] = [];
for (let index = 0; index < 8192; index++) manyParameters[index] = 0;
/**
 * Throws unless 64 KiB of stack are left, which is more than it takes to hand a batch to the relay. Parameters
 * are laid on the stack, however the engine has compiled what calls.
 */
export const needStack = (): unknown => apply(nothing, undefined, manyParameters);
const nothing = (): void => {};

const { setPrototypeOf } = Reflect;
/** An object without a prototype: what it lacks is not looked up where a page can put things. */
export function bare<Shape extends object>(object: Shape): Shape {
  setPrototypeOf(object, null);
  return object;
}

/** The class behind all typed arrays, which has no global name. */
const TypedArray = getPrototypeOf(Uint8Array) as typeof Uint8Array;

export const urlOf = reads<string>(WebSocket, 'url');
/** Where there are no streams, nobody asks. */
export const streamUrlOf = reads<string>(NativeWebSocketStream ?? WebSocket, 'url');
export const readyStateOf = reads<number>(WebSocket, 'readyState');
export const protocolOf = reads<string>(WebSocket, 'protocol');
export const extensionsOf = reads<string>(WebSocket, 'extensions');
export const eventDataOf = reads<unknown>(MessageEvent, 'data');
export const eventTimeOf = reads<number>(Event, 'timeStamp');
export const closeCodeOf = reads<number>(CloseEvent, 'code');
export const closeReasonOf = reads<string>(CloseEvent, 'reason');
export const wasCleanOf = reads<boolean>(CloseEvent, 'wasClean');
export const bufferByteLengthOf = reads<number>(ArrayBuffer, 'byteLength');
export const blobSizeOf = reads<number>(Blob, 'size');
export const fileReaderResultOf = reads<ArrayBuffer | null>(FileReader, 'result');
/** The name of a typed array's class, undefined for anything else: the one test that cannot be fooled. */
export const typedArrayNameOf = reads<string | undefined>(TypedArray, Symbol.toStringTag);
export const typedArrayBufferOf = reads<ArrayBuffer>(TypedArray, 'buffer');
export const typedArrayOffsetOf = reads<number>(TypedArray, 'byteOffset');
export const typedArrayByteLengthOf = reads<number>(TypedArray, 'byteLength');
export const dataViewBufferOf = reads<ArrayBuffer>(DataView, 'buffer');
export const dataViewOffsetOf = reads<number>(DataView, 'byteOffset');
export const dataViewByteLengthOf = reads<number>(DataView, 'byteLength');
export const errorNameOf = (error: object): string => textOf(readOwnOrInherited(error, 'name'));
export const errorMessageOf = (error: object): string =>
  textOf(readOwnOrInherited(error, 'message'));

export const nativeSend = WebSocket.prototype.send;
export const nativeClose = WebSocket.prototype.close;

const { performance: clock } = globalThis;
const encoder = new TextEncoder();
export const { timeOrigin: timeOriginMs } = clock;
/** Milliseconds since the time origin. */
export const now = bound<[], number>(Performance.prototype.now, clock);

/** Calls after the children of a node have changed. Used before any page script runs. */
export function watchChildren(node: Node, changed: () => void): void {
  new MutationObserver(changed).observe(node, { childList: true });
}

/** Adding the same listener again changes nothing. */
export const listen: (target: EventTarget, type: string, listener: (event: never) => void) => void =
  unbound(EventTarget.prototype.addEventListener);
export const dispatch: (target: EventTarget, event: Event) => boolean = unbound(
  EventTarget.prototype.dispatchEvent,
);
export const mapGet: <Key extends object, Value>(
  map: WeakMap<Key, Value>,
  key: Key,
) => Value | undefined = unbound(WeakMap.prototype.get);
export const mapSet: <Key extends object, Value>(
  map: WeakMap<Key, Value>,
  key: Key,
  value: Value,
) => void = unbound(WeakMap.prototype.set);
export const derefOf: <Value extends object>(reference: WeakRef<Value>) => Value | undefined =
  unbound(WeakRef.prototype.deref);
export const startPort: (port: MessagePort) => void = unbound(MessagePort.prototype.start);
export const sliceBlob: (blob: Blob, start: number, end: number) => Blob = unbound(
  Blob.prototype.slice,
);
export const readBlob: (reader: FileReader, blob: Blob) => void = unbound(
  FileReader.prototype.readAsArrayBuffer,
);
export const setBytes: (target: Uint8Array, source: Uint8Array, at: number) => void = unbound(
  Uint8Array.prototype.set,
);
export const encodeText = bound<[text: string], Uint8Array>(TextEncoder.prototype.encode, encoder);
const encodeInto = bound<[text: string, target: Uint8Array], { written: number }>(
  TextEncoder.prototype.encodeInto,
  encoder,
);
export const encodeTextInto = (text: string, target: Uint8Array): number =>
  encodeInto(text, target).written;

/**
 * An exception's name or message. A DOMException has them by its saved getters. Anything else may be the
 * page's own object, thrown by a method that the browser called: only of true errors are strings read
 * that are plain data, because anything else may be a Proxy.
 */
function readOwnOrInherited(error: object, name: 'name' | 'message'): unknown {
  try {
    return name === 'name' ? domExceptionName(error) : domExceptionMessage(error);
  } catch {
    // Not a DOMException.
  }
  if (isError === undefined || !(apply(isError, NativeError, [error]) as boolean)) return '';
  const own = getOwnPropertyDescriptor(error, name);
  if (own !== undefined) return own.value;
  if (name === 'message') return '';
  return getPrototypeOf(error) === typeErrorPrototype ? 'TypeError' : 'Error';
}
/** Chromium 134, Firefox 138. */
const isError = getOwnPropertyDescriptor(Error, 'isError')?.value as Method | undefined;
const { prototype: typeErrorPrototype } = TypeError;
const domExceptionName = reads<string>(DOMException, 'name');
const domExceptionMessage = reads<string>(DOMException, 'message');
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
