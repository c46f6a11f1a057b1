namespace TinyRnn.Tool.Cards;

/// <summary>The look of a model card: light or dark as the viewer is, on a phone as on a desk. What is wider than the page scrolls by itself.</summary>
internal static class CardStyle
{
    public const string Text =
        """
        :root { color-scheme: light dark; --paper: #ffffff; --page: #f4f6f8; --ink: #1f2933; --quiet: #5d6875; --faint: #d9dee4; --accent: #2563eb; }
        @media (prefers-color-scheme: dark) {
          :root { --paper: #14181d; --page: #0c0f13; --ink: #e6e9ed; --quiet: #9aa5b1; --faint: #343c46; --accent: #7fb0ff; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 68rem; margin: 0 auto; padding: 1rem; }
        h1 { margin: 0.5rem 0 0.25rem; font-size: 1.7rem; line-height: 1.2; }
        h2 { margin: 0 0 0.75rem; font-size: 1.15rem; }
        h3 { margin: 1.25rem 0 0.5rem; font-size: 1rem; }
        h1, dd, figcaption, pre, p { overflow-wrap: anywhere; }
        h1, dt, dd, td, b, span, pre, p { unicode-bidi: isolate; }
        td { overflow-wrap: break-word; max-width: 22rem; }
        p { margin: 0.5rem 0; }
        .quiet, dt, figcaption, footer { color: var(--quiet); }
        section { margin: 1rem 0; padding: 1rem; background: var(--paper); border: 1px solid var(--faint); border-radius: 10px; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); gap: 0.75rem; margin: 1rem 0; }
        .tiles div { padding: 0.6rem 0.9rem; background: var(--paper); border: 1px solid var(--faint); border-radius: 10px; }
        .tiles b { display: block; font-size: 1.3rem; line-height: 1.3; color: var(--accent); }
        .tiles span { font-size: 0.85rem; color: var(--quiet); }
        dl { display: grid; grid-template-columns: minmax(6.5rem, max-content) 1fr; gap: 0.25rem 1rem; margin: 0; }
        dt, dd { margin: 0; min-width: 0; }
        dt { overflow-wrap: anywhere; max-width: 16rem; }
        .scroll { overflow-x: auto; margin-top: 0.75rem; }
        .tall { max-height: 48rem; overflow-y: auto; }
        table { border-collapse: collapse; font-size: 0.9rem; }
        th, td { padding: 0.3rem 0.8rem 0.3rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--faint); }
        td { min-width: 3rem; }
        td:first-child { min-width: 6.5rem; }
        td.what { min-width: 11rem; }
        th { font-weight: 600; color: var(--quiet); white-space: nowrap; overflow-wrap: normal; }
        .number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; overflow-wrap: normal; }
        tr.total td { font-weight: 600; border-bottom: 0; }
        figure { margin: 0.75rem 0 0; }
        figure svg { display: block; }
        .fit svg { max-width: 100%; height: auto; }
        .wide svg { width: 100%; min-width: 40rem; max-width: 60rem; height: auto; }
        figcaption { margin-top: 0.35rem; font-size: 0.85rem; }
        .many { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(13.5rem, 100%), 1fr)); gap: 1rem; }
        .many figure { margin: 0; min-width: 0; }
        .many b { color: var(--ink); }
        .beside { display: flex; flex-wrap: wrap; gap: 1.5rem; align-items: flex-start; }
        .beside > * { min-width: 0; max-width: 100%; }
        pre { margin: 0; padding: 0.75rem; background: var(--page); border-radius: 8px; font-size: 0.85rem; white-space: pre-wrap; }
        summary { cursor: pointer; color: var(--accent); }
        footer { margin: 1rem 0 2rem; font-size: 0.85rem; }
        @media (max-width: 30rem) {
          main { padding: 0.6rem; }
          section { padding: 0.75rem; }
          dl:not(.short) { grid-template-columns: 1fr; gap: 0; }
          dl:not(.short) dd { margin-bottom: 0.5rem; }
          dl.short { grid-template-columns: minmax(5rem, 10.5rem) 1fr; font-size: 0.9rem; }
        }
        """;
}
