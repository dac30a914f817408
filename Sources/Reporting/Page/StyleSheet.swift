// SPDX-License-Identifier: Apache-2.0
// Part of QuantaCore.

/// The page's only style sheet: a column of text with figures and tables, on screens and on paper.
enum StyleSheet {
  static let text = """
    :root { --ink: #1d2733; --muted: #5c6875; --line: #dde2e7; --soft: #f6f8f9; --accent: #2b4c9b; }
    * { box-sizing: border-box; }
    html { color-scheme: light; -webkit-text-size-adjust: 100%; }
    body { margin: 0; background: #fff; color: var(--ink); line-height: 1.55; font-size: 16px;
      font-family: "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif; }
    main { max-width: 1120px; margin: 0 auto; padding: 48px 32px 64px; }
    header { border-bottom: 2px solid var(--ink); padding-bottom: 20px; margin-bottom: 28px; }
    h1 { font-size: 34px; line-height: 1.15; letter-spacing: -0.015em; margin: 0 0 10px; }
    h2 { font-size: 23px; line-height: 1.25; letter-spacing: -0.01em; margin: 56px 0 6px; }
    h3 { font-size: 16px; margin: 32px 0 8px; }
    p { margin: 0 0 12px; max-width: 76ch; }
    li { max-width: 76ch; margin: 0 0 4px; }
    .lead { font-size: 18px; margin: 0; max-width: 82ch; }
    .meta, .note, figcaption, caption { color: var(--muted); font-size: 14px; }
    .meta { margin: 14px 0 0; max-width: none; }
    .key { display: grid; grid-template-columns: repeat(3, 1fr); gap: 16px; margin: 0 0 12px; }
    .key.four { grid-template-columns: repeat(4, 1fr); }
    .key > div { background: var(--soft); border-top: 3px solid var(--accent);
      padding: 14px 18px 15px; }
    .key > div { display: grid; grid-template-rows: subgrid; grid-row: span 3; row-gap: 0; }
    .key dt { font-size: 13.5px; color: var(--muted); line-height: 1.35; }
    .key dd { margin: 0; }
    .key .value { font-size: 27px; font-weight: 600; letter-spacing: -0.01em; line-height: 1.35;
      white-space: nowrap; font-variant-numeric: tabular-nums; }
    .key .range { font-size: 13.5px; color: var(--muted); line-height: 1.35; }
    .plots, .tables { display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(460px, 100%), 1fr));
      gap: 20px 28px; margin: 20px 0 8px; }
    .tables table { width: 100%; }
    .tables { gap: 0 48px; }
    .layouts { display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(240px, 100%), 1fr));
      gap: 20px 28px; margin: 16px 0 8px; }
    figure { margin: 0; break-inside: avoid; }
    .plots figure { max-width: 660px; }
    .tables > div { max-width: 720px; }
    figure svg { display: block; width: 100%; height: auto; }
    .layouts figure svg { max-width: 360px; margin: 0 auto; }
    .scroll { overflow-x: auto; margin: 12px 0 8px; }
    table { border-collapse: collapse; font-size: 14.5px; font-variant-numeric: tabular-nums;
      min-width: 60%; }
    caption { text-align: left; padding: 0 0 8px; max-width: 92ch; }
    caption b, figcaption b { color: var(--ink); }
    th, td { padding: 6px 16px 6px 0; text-align: right; white-space: nowrap; vertical-align: top; }
    th:first-child, td:first-child { text-align: left; }
    th.text, td.text { text-align: left; }
    thead th { border-bottom: 1.5px solid var(--ink); font-weight: 600; vertical-align: bottom; }
    tbody th { font-weight: 500; }
    tbody tr + tr > * { border-top: 1px solid var(--line); }
    tbody tr:last-child > * { border-bottom: 1px solid var(--line); }
    td small, th small { display: block; color: var(--muted); font-size: 12px; line-height: 1.3;
      font-weight: 400; }
    .wrap td, .wrap th { white-space: normal; }
    .words td, .words th { text-align: left; overflow-wrap: anywhere; }
    .words tbody th, .words td:nth-child(2) { white-space: nowrap; }
    sup, sub { font-size: 0.72em; line-height: 0; }
    code, pre { font-family: "SFMono-Regular", Menlo, Consolas, "Liberation Mono", monospace; }
    code { font-size: 0.9em; }
    pre { background: var(--soft); border-left: 3px solid var(--accent); padding: 12px 16px;
      font-size: 14px; overflow-x: auto; margin: 8px 0 16px; white-space: pre-wrap;
      overflow-wrap: anywhere; }
    details { margin: 10px 0; }
    summary { cursor: pointer; color: var(--accent); font-size: 14.5px; padding: 4px 0; }
    a { color: var(--accent); }
    nav { font-size: 14.5px; margin: 18px 0 0; display: flex; flex-wrap: wrap; gap: 4px 20px; }
    nav a { text-decoration: none; }
    nav a:hover { text-decoration: underline; }
    dl.terms { display: grid; grid-template-columns: max-content 1fr; gap: 8px 22px;
      font-size: 15px;
      max-width: 96ch; }
    dl.terms dt { font-weight: 600; }
    dl.terms dd { margin: 0; }
    @media (max-width: 900px) { .key, .key.four { grid-template-columns: repeat(2, 1fr); } }
    @media (max-width: 640px) {
      .key, .key.four { grid-template-columns: 1fr; }
      main { padding: 28px 18px 40px; }
      h1 { font-size: 27px; }
      dl.terms { grid-template-columns: 1fr; gap: 2px; }
      dl.terms dd { margin-bottom: 8px; }
    }
    @media print {
      @page { margin: 16mm 14mm; }
      body { font-size: 10.5pt; }
      main { max-width: none; padding: 0; }
      nav { display: none; }
      h2, h3 { break-after: avoid; }
      tr, .key > div { break-inside: avoid; }
      .plots { grid-template-columns: 1fr 1fr; }
      .layouts { grid-template-columns: 1fr 1fr 1fr; }
      .key { grid-template-columns: repeat(3, 1fr); }
      .key.four { grid-template-columns: repeat(4, 1fr); }
      .key .value { font-size: 16pt; }
      .scroll { overflow: visible; }
      table { font-size: 9pt; }
    }
    """
}
