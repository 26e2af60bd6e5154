import type { SchemaSource } from '../engine/engine-contract.ts';

/** Where the user's schemas are kept between sessions. What fails is a promise that is rejected. */
export interface SchemaStore {
  all(): Promise<readonly SchemaSource[]>;
  /** Adds files and removes others, all or nothing. */
  change(added: readonly SchemaSource[], removed: readonly string[]): Promise<void>;
}

const databaseName = 'sockets';
const files = 'schemas';

/** In the extension's own database, a record a file: settings have no room for files. */
export function createSchemaStore(factory: IDBFactory): SchemaStore {
  return {
    async all() {
      const database = await open(factory);
      try {
        const found = database.transaction(files).objectStore(files).getAll();
        return (await settled(found)).filter(isSchemaSource);
      } finally {
        database.close();
      }
    },
    async change(added, removed) {
      const database = await open(factory);
      try {
        const change = database.transaction(files, 'readwrite');
        const store = change.objectStore(files);
        for (const name of removed) store.delete(name);
        for (const file of added) store.put(file);
        await new Promise<void>((resolve, reject) => {
          change.oncomplete = () => resolve();
          change.onabort = () => reject(change.error);
        });
      } finally {
        database.close();
      }
    },
  };
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  const opening = factory.open(databaseName, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(files, { keyPath: 'name' });
  };
  return settled(opening);
}

function settled<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** Another version of the extension may have written it. */
function isSchemaSource(value: unknown): value is SchemaSource {
  if (typeof value !== 'object' || value === null) return false;
  const { name, content } = value as Record<string, unknown>;
  return typeof name === 'string' && (typeof content === 'string' || content instanceof Uint8Array);
}
