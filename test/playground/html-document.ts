interface Parts {
  readonly title: string;
  readonly head?: string;
  readonly bodyAttributes?: string;
}

/** An HTML document with an empty body. The parts are trusted and go in unescaped. */
export function htmlDocument({ title, head = '', bodyAttributes = '' }: Parts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
${head}
</head>
<body${bodyAttributes && ` ${bodyAttributes}`}></body>
</html>
`;
}
