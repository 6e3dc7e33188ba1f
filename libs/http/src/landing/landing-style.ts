import { css } from "./html.ts";

/** Follows the reader's light or dark preference; colours keep a contrast of at least 4.5 in both. */
export const landingStyle = css`
  :root {
    color-scheme: light dark;
    --text: #1b1f24;
    --dim: #57606a;
    --page: #ffffff;
    --line: #d0d7de;
    --link: #0550ae;
    --bad: #b42318;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --text: #e6edf3;
      --dim: #9da7b3;
      --page: #0d1117;
      --line: #30363d;
      --link: #79b8ff;
      --bad: #ff9a8f;
    }
  }
  * {
    box-sizing: border-box;
  }
  body {
    margin: 0 auto;
    max-width: 56rem;
    padding: 1.5rem 1rem 3rem;
    background: var(--page);
    color: var(--text);
    font:
      1rem/1.5 system-ui,
      sans-serif;
  }
  h1 {
    font-size: 1.6rem;
    margin: 0 0 1rem;
    overflow-wrap: anywhere;
  }
  h1 small {
    color: var(--dim);
    font-size: 1rem;
    font-weight: 400;
  }
  h2 {
    font-size: 1.1rem;
    margin: 2rem 0 0.5rem;
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr));
    gap: 0.75rem;
    margin: 0;
  }
  dt {
    color: var(--dim);
    font-size: 0.875rem;
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
  }
  table {
    border-collapse: collapse;
    width: 100%;
  }
  th,
  td {
    border-bottom: 1px solid var(--line);
    padding: 0.4rem 0.6rem 0.4rem 0;
    text-align: left;
    vertical-align: top;
  }
  th[scope="row"] {
    font-weight: 400;
    overflow-wrap: anywhere;
  }
  thead th {
    color: var(--dim);
    font-size: 0.875rem;
    font-weight: 400;
  }
  th.number,
  td.number {
    text-align: right;
    font-variant-numeric: tabular-nums;
  }
  .bad {
    color: var(--bad);
    font-weight: 600;
  }
  .wide {
    overflow-x: auto;
  }
  summary {
    color: var(--link);
    cursor: pointer;
    padding: 0.5rem 0;
  }
  .endpoints {
    list-style: none;
    margin: 0;
    padding: 0;
  }
  .endpoints li {
    padding: 0.35rem 0;
  }
  .endpoints span {
    color: var(--dim);
  }
  a {
    color: var(--link);
  }
  a:focus-visible,
  summary:focus-visible,
  .wide:focus-visible {
    outline: 2px solid var(--link);
    outline-offset: 2px;
  }
`;
