// @ts-check

/**
 * Takes the making of code from text out of protobufjs, of which only the parser of .proto files is
 * used: the policy of an extension forbids it, and check-build.mjs refuses a build that has it.
 * @returns {import('vite').Plugin}
 */
export function withoutCodegen() {
  return {
    name: 'without-codegen',
    transform(code, id) {
      if (!/protobufjs[\\/]src[\\/]util[\\/]codegen\.js$/.test(id)) return null;
      const changed = code
        .replace('return Function(source)();', refusal)
        .replace('return Function.apply(null, scopeParams).apply(null, scopeValues);', refusal);
      if (/\bFunction[.(]/.test(changed.replace(/\/\*[\s\S]*?\*\//g, ''))) {
        this.error(
          'protobufjs makes code in a way that is not known: look at its codegen.js again.',
        );
      }
      return { code: changed, map: null };
    },
  };
}

const refusal = "throw new Error('an extension may not make code from text');";
