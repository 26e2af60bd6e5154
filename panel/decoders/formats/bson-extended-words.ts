/** The objects of Extended JSON that stand for another type than a document, by their keys. */
const shapes: ReadonlySet<string> = new Set([
  '$binary',
  '$code',
  '$code,$scope',
  '$date',
  '$dbPointer',
  '$maxKey',
  '$minKey',
  '$numberDecimal',
  '$numberDouble',
  '$numberInt',
  '$numberLong',
  '$oid',
  '$regularExpression',
  '$symbol',
  '$timestamp',
  '$undefined',
]);

export function isExtendedShape(keys: readonly string[]): boolean {
  return keys.length > 0 && keys.length < 3 && shapes.has([...keys].sort().join());
}
