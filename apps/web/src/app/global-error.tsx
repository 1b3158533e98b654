"use client";

import "./globals.css";

/** The frame itself broke, and the catalogues with it: so both languages, and one thing to do. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto flex max-w-xl flex-col items-start gap-3 px-6 py-16">
          <h1 className="text-verdict">Fourtuple broke while drawing this page</h1>
          <p lang="zh-CN">Fourtuple 绘制页面时出错，采集不受影响。</p>
          <p>Collecting goes on. Load the page again.</p>
          <p className="wrap-anywhere font-mono text-dense text-muted">
            {error instanceof Error ? error.message : String(error)}
          </p>
          <button type="button" onClick={retry} className="h-8 rounded border border-line px-3">
            Try again / 重试
          </button>
        </main>
      </body>
    </html>
  );
}
