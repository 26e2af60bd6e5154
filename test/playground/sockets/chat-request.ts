export type ChatRequest =
  | { readonly type: 'join'; readonly room: string; readonly name: string }
  | { readonly type: 'say'; readonly text: string };

/** What a chat client asks for, or undefined for what is none of it. */
export function parseChatRequest(json: string): ChatRequest | undefined {
  const value = parseJson(json);
  if (typeof value !== 'object' || value === null || !('type' in value)) return undefined;
  if (value.type === 'join') {
    return {
      type: 'join',
      room: textOf(value, 'room', 'lobby'),
      name: textOf(value, 'name', 'guest'),
    };
  }
  if (value.type === 'say') return { type: 'say', text: textOf(value, 'text', '') };
  return undefined;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Whatever a page sends is fine: the caller answers that it is not a request.
    return undefined;
  }
}

function textOf(value: object, key: string, fallback: string): string {
  const text: unknown = Reflect.get(value, key);
  return typeof text === 'string' ? text : fallback;
}
