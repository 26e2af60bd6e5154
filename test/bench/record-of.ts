/** An object with a value for each of some names. */
export const recordOf = <Name extends string, Value>(
  names: readonly Name[],
  make: (name: Name) => Value,
): Record<Name, Value> =>
  // All names are there, which the type of fromEntries does not say.
  Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;
