/** Pages for when the exported ones are not there: no script, no style sheet, nothing to fetch. */
function plainPage(title: string, text: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
</head>
<body style="font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 4rem auto; padding: 0 1rem">
<h1>${title}</h1>
<p>${text}</p>
</body>
</html>
`;
}

export const MISSING_UI_PAGE = plainPage(
  "The pages are not built yet",
  "The server runs, but its folder of web pages is missing. Build them with <code>npm run build</code> and start again; the API below <code>/api/v1</code> works meanwhile.",
);

export const NOT_FOUND_PAGE = plainPage(
  "Not found",
  'There is no such page. <a href="/">Go to the fleet</a>.',
);
