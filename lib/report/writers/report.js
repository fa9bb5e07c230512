"use strict";
(() => {
  const charts = JSON.parse(document.getElementById("charts").textContent);
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const trace = (chart) => (one) => ({
    type: "bar", orientation: "h", name: one.name, y: one.place, x: one.value, base: one.base,
    text: one.label, customdata: one.hint, hovertemplate: "%{customdata}<extra></extra>",
    textposition: chart.stacked ? "inside" : "outside", cliponaxis: false, constraintext: "none",
    insidetextanchor: "middle", width: 0.62, showlegend: one.name !== "",
    marker: {color: one.colour, pattern: one.hatched ? {shape: "/", fgcolor: "#9ca3af", size: 5} : {}},
  });
  const layout = (chart) => ({
    barmode: "overlay", dragmode: false, hovermode: "closest", bargap: 0,
    height: 60 + 28 * chart.groups.length + (chart.legend ? 30 : 0),
    margin: {l: 10, r: 70, t: chart.legend ? 36 : 8, b: 8},
    font: {family: getComputedStyle(document.body).fontFamily, size: 13, color: colour("--ink")},
    paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    legend: {orientation: "h", y: 1, yanchor: "bottom", x: 0},
    xaxis: {visible: false, fixedrange: true, zeroline: true, zerolinecolor: colour("--rule")},
    yaxis: {
      autorange: false, range: [chart.groups.length - 0.5, -0.5], fixedrange: true, automargin: true,
      tickmode: "array", tickvals: chart.groups.map((_, place) => place),
      ticktext: chart.groups.map((name) => `${name}\u00a0`),
      showgrid: false, zeroline: false,
    },
  });
  const draw = () => charts.forEach((chart, number) => {
    const place = document.getElementById(`plot-${number}`);
    Plotly.react(place, chart.series.map(trace(chart)), layout(chart), {displayModeBar: false, responsive: true});
    place.parentElement.classList.add("live");
  });
  draw();
  dark.addEventListener("change", draw);
})();
