"""The only package that knows Streamlit.

- `server`      the app under uvicorn: security headers, imports done once, browser opened.
- `frame`       what stands around every page: navigation, bar, title, error boundary.
- `state`       what a page is about, kept in its address; the desk behind it.
- `wording`     messages in the reader's language, safe in places that read Markdown.
- `units`       what a number is, and so how it is written.
- `charts`      Plotly figures with one look; `tables`, `downloads`, `components` beside them.
- `look`        colours and the chart template, light and dark.

Pages ask `state`, call the desk once, and hand what they get to the rest of this package.
"""
