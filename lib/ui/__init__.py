"""The only package that knows Streamlit.

- `server`      the app under uvicorn: imports done once, browser opened; `headers` beside it.
- `frame`       what stands around every page: navigation, bar, title with its question.
- `boundary`    where errors end: a sentence and an id for the reader, the rest in the log.
- `state`       what a page is about, kept in its address; the desk behind it.
- `wording`     messages in the reader's language, safe in places that read Markdown.
- `units`       what a number is, and so how it is written.
- `charts`      Plotly figures with one look; `look` has the colours, light and dark.
- `tables`      grids with units and a row to choose; `downloads` gives any frame as safe CSV.
- `metrics`     headline figures; `filters` choices kept in the address; `components` the rest.
- `panels`      what stands on each page, put together from all of these.

A panel asks `state`, calls the desk once, and hands what it gets to the rest of this package.
"""
