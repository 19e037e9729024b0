/// The style sheet of ``DocumentationPage``.
public enum DocumentationStyle {
    /// The sheet as text.
    public static var text: String {
        """
        :root {
            color-scheme: light dark;
            --ground: #ffffff; --ink: #1c2330; --quiet: #566074; --line: #dfe3ea; --panel: #f5f7fa;
            --link: #1a56c4; --good: #13693a; --bad: #a3231b;
            --get: #1a56c4; --post: #13693a; --patch: #8a5300; --delete: #a3231b;
        }
        @media (prefers-color-scheme: dark) {
            :root {
                --ground: #12161d; --ink: #e5e9f0; --quiet: #a3adbd; --line: #2b3340; --panel: #1a202a;
                --link: #82b1ff; --good: #72d69b; --bad: #ff9d94;
                --get: #82b1ff; --post: #72d69b; --patch: #f0bd6a; --delete: #ff9d94;
            }
        }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; }
        body {
            margin: 0; background: var(--ground); color: var(--ink);
            font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
            display: grid; grid-template: auto 1fr / 16rem minmax(0, 1fr);
            grid-template-areas: "header header" "nav main"; max-width: 76rem; margin-inline: auto;
        }
        a { color: var(--link); }
        a:focus-visible, summary:focus-visible, pre:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
        .skip { position: absolute; left: -100rem; padding: .5rem 1rem; background: var(--panel); }
        .skip:focus { left: 0; top: 0; z-index: 1; }
        header { grid-area: header; padding: 1.5rem 1.5rem 1rem; border-bottom: 1px solid var(--line); }
        header p { margin: .25rem 0 0; color: var(--quiet); }
        h1 { margin: 0; font-size: 1.6rem; line-height: 1.2; }
        h2 { margin: 0 0 .75rem; font-size: 1.3rem; }
        h3 { margin: 0 0 .5rem; font-size: 1rem; line-height: 1.6; overflow-wrap: anywhere; }
        h4 { margin: 1.25rem 0 .5rem; font-size: .9rem; }
        p { margin: 0 0 .75rem; max-width: 44rem; }
        code, pre { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: .875em; }
        p code, td code, li code { overflow-wrap: anywhere; }
        pre {
            margin: 0 0 .75rem; padding: .75rem 1rem; overflow-x: auto; border-radius: .4rem;
            background: var(--panel); border: 1px solid var(--line); line-height: 1.45;
        }
        pre code { font-size: .8125rem; }
        nav {
            grid-area: nav; position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto;
            padding: 1.25rem 1rem 2rem 1.5rem; font-size: .9rem;
        }
        nav ul { margin: 0; padding: 0; list-style: none; }
        nav ul ul { margin: 0 0 .5rem; padding-left: .75rem; border-left: 1px solid var(--line); }
        nav a { display: block; padding: .15rem 0; text-decoration: none; color: var(--quiet); }
        nav a:hover { color: var(--link); text-decoration: underline; }
        nav a.tag { margin-top: .5rem; font-weight: 600; color: var(--ink); }
        main { grid-area: main; padding: 1.25rem 1.5rem 4rem; }
        section { margin-bottom: 2.5rem; }
        article { margin-bottom: 1.5rem; padding: 1.25rem; border: 1px solid var(--line); border-radius: .5rem; }
        article:target { border-color: var(--link); }
        article > :last-child { margin-bottom: 0; }
        .access { color: var(--quiet); font-size: .9rem; }
        .anchor { color: var(--quiet); text-decoration: none; font-weight: 400; }
        .method { font: 700 .8rem/1 ui-monospace, Menlo, Consolas, monospace; letter-spacing: .03em; }
        .get { color: var(--get); } .post { color: var(--post); }
        .patch { color: var(--patch); } .delete { color: var(--delete); }
        table { width: 100%; border-collapse: collapse; font-size: .9rem; }
        th, td { padding: .4rem .75rem .4rem 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
        thead th { border-top: 0; color: var(--quiet); font-weight: 600; }
        tbody th { font-weight: 400; white-space: nowrap; }
        .required { color: var(--bad); font-size: .8rem; }
        details, .answer { margin: 0 0 .35rem; max-width: none; }
        summary { cursor: pointer; padding: .15rem 0; }
        details[open] > summary { margin-bottom: .5rem; }
        .answer { padding: .15rem 0 .15rem 1.05rem; }
        .status { font-weight: 700; font-variant-numeric: tabular-nums; }
        .good { color: var(--good); } .bad { color: var(--bad); }
        @media (max-width: 52rem) {
            body { display: block; }
            header, nav, main { padding-inline: 1rem; }
            nav { position: static; max-height: none; padding-bottom: .5rem; border-bottom: 1px solid var(--line); }
            nav > ul { display: flex; flex-wrap: wrap; gap: 0 1rem; }
            nav ul ul { display: none; }
            nav a, nav a.tag { margin: 0; padding: .5rem 0; font-weight: 400; color: var(--link); }
            article { padding: 1rem; }
            thead { position: absolute; left: -100rem; }
            table, tbody, tr, tbody th, td { display: block; }
            tr { padding: .5rem 0; border-top: 1px solid var(--line); }
            tbody th, td { padding: 0; border: 0; white-space: normal; }
            summary, .answer { padding-block: .5rem; }
        }

        """
    }
}
