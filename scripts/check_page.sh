#!/usr/bin/env bash
# Does a study's page open in a real browser as it should, offline, in light and dark, wide, narrow and on paper?
#
#   scripts/check_page.sh [--keep FOLDER] [PAGE.html ...]
#   scripts/check_page.sh --self-test [PAGE.html]
#
# Without a page it lives some nights of shipped studies and makes their pages anew, with $SLACKWATER or target/release/slackwater.
# Each page is opened in headless Chromium at 1366 and at 400 pixels, in light and in dark, and printed to PDF. It fails on
#
#   - any message on the console,
#   - anything asked for beyond the file itself, or named in it to be asked for (src, href, url()), be it beside it or far away,
#   - a chart less than the page says it has, one that is empty or has no text equivalent, no caption or no table,
#   - letters that can't be seen: transparent, hidden, or hardly another colour than what is behind them, in light or in dark,
#   - a picture that is blank, or not as light or dark as asked for,
#   - a page wider than its window (a table that is wider scrolls in a box of its own),
#   - a word cut off at the edge of the sheet, or headings of the page that are not in print.
#
# It can't see what is ugly: --keep FOLDER leaves the pictures to be looked at. --self-test breaks a page in each of these ways and
# sees that each is refused, and for that reason; it is run before the pages are looked at.
# Ends with 0 if all is well, 1 if a page is not, 3 if there is no browser to look with, or not what goes with it.
set -euo pipefail
cd "$(dirname "$0")/.."

keep=
self_test=
pages=()
while [ "$#" -gt 0 ]; do
    case $1 in
        --keep) keep=${2:?--keep takes a folder}; shift 2 ;;
        --self-test) self_test=yes; shift ;;
        -*) echo "unknown: $1; expected --self-test, or [--keep FOLDER] [PAGE.html ...]" >&2; exit 2 ;;
        *) pages+=("$(realpath "$1")"); shift ;;
    esac
done

browser=
for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
    if [ -n "$name" ] && command -v "$name" >/dev/null; then browser=$name; break; fi
done
if [ -z "$browser" ]; then
    echo "NOT LOOKED AT: there is no Chromium here, so no page was opened. Install chromium, or name one in CHROMIUM." >&2
    exit 3
fi
for tool in convert pdfinfo pdftotext; do
    command -v "$tool" >/dev/null || { echo "NOT LOOKED AT: $tool is missing; install imagemagick and poppler-utils" >&2; exit 3; }
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
shots=${keep:-$work/shots}
mkdir -p "$shots"
shots=$(realpath "$shots")

if [ "${#pages[@]}" -eq 0 ]; then
    program=${SLACKWATER:-target/release/slackwater}
    # Two doctrines; many at once; two axes with a map.
    studies=(the_question:100 all_doctrines:12 harm_per_interception:8)
    if [ -n "$self_test" ]; then studies=(the_question:100); fi
    for study in "${studies[@]}"; do
        name=${study%:*}
        "$program" study run "$name" --nights "${study#*:}" --out "$work/$name.csv" --quiet
        "$program" study report "$work/$name.csv" --html "$work/$name.html" --pull 0.1 >/dev/null
        pages+=("$work/$name.html")
    done
fi

bad=0
fault() {
    echo "  FAULT: $*" >&2
    bad=$((bad + 1))
}

# Opens an address with what is left of the arguments; the browser's own noise stays in its log.
look() {
    local log=$1 address=$2
    shift 2
    # No sandbox: as root there is none, and the file is ours. Names lead nowhere, so nothing can come from a network.
    timeout 60 "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars --no-first-run --disable-extensions \
        --disable-background-networking --disable-component-update --disable-sync --user-data-dir="$work/profile" \
        --host-resolver-rules='MAP * ~NOTFOUND' --enable-logging=stderr --v=0 --log-net-log="$work/net.json" \
        "$@" "$address" 2>"$log" || { fault "the browser ended with code $?"; tail -n 3 "$log" >&2; }
    if grep 'CONSOLE' "$log" >&2; then fault "it wrote on the console"; fi
    # What a page asks for has an opaque origin or that of a file; what the browser does for itself has none.
    if grep -oE '"initiator":"(null|file:[^"]*)".*"url":"(https?|wss?|ftp):[^"]*"' "$work/net.json" | grep -oE '"url":"[^"]*"' >&2; then
        fault "it asked for something that is not in the file"
    fi
}

# Prints "frame width inner_width scroll_width height culprit" of the page in a frame of each width (what sticks out is not seen
# otherwise), and a line "fault …" for whatever of the page itself is not as it should be.
measure() {
    local page=$1 scheme=$2 width frames=
    for width in 1366 400; do
        frames+="<iframe src=\"file://$page\" style=\"border:0;width:${width}px;height:800px\"></iframe>"
    done
    cat >"$work/frame.html" <<FRAME
<!DOCTYPE html><meta charset="utf-8"><title>frames</title>$frames<pre id="out"></pre><script>
const colour = (text) => {
  const parts = (text.match(/[\d.]+/g) || []).map(Number);
  return { rgb: parts.slice(0, 3), alpha: parts.length > 3 ? parts[3] : text === "transparent" ? 0 : 1 };
};
const light = (rgb) => {
  const [r, g, b] = rgb.map((c) => (c / 255 <= 0.03928 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
const behind = (e, view) => {
  for (let at = e; at; at = at.parentElement) {
    const c = colour(view.getComputedStyle(at).backgroundColor);
    if (c.alpha > 0.5) return c.rgb;
  }
  return matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18] : [255, 255, 255];
};
const faults = (inside, view) => {
  const found = [], said = (e) => (e.textContent || "").trim().slice(0, 40).replace(/[<&\n]/g, " ");
  const named = inside.querySelector('meta[name="slackwater-charts"]');
  const charts = [...inside.querySelectorAll("figure svg, figure img")];
  if (!named) found.push("it does not say how many charts it has");
  else if (Number(named.content) !== charts.length) found.push("it has " + charts.length + " charts, and says it has " + named.content);
  for (const chart of charts) {
    const label = chart.getAttribute("aria-label") || chart.getAttribute("alt") || "";
    if (label.trim() === "") found.push("a chart without a text equivalent");
    const box = chart.getBoundingClientRect(), shut = chart.closest("details:not([open])");
    if (!shut && (box.height < 20 || box.width < 100)) found.push("a chart of no size: " + label);
    if (chart.tagName === "svg" && !chart.querySelector("circle, rect, path, polygon, polyline, line, text")) found.push("an empty chart: " + label);
  }
  for (const figure of inside.querySelectorAll("figure")) {
    if (!figure.querySelector("svg, img, p.soft")) found.push("a figure without a chart or the reason why: " + said(figure));
    if (!said(figure.querySelector("figcaption") || {})) found.push("a figure without a caption");
    if (!figure.querySelector("details table td")) found.push("a chart without its table: " + said(figure));
  }
  for (const e of inside.querySelectorAll("*")) {
    for (const name of ["src", "href", "xlink:href", "srcset", "poster", "data", "action"]) {
      const value = e.getAttribute(name);
      if (value !== null && !/^(#|data:)/.test(value.trim())) found.push("it names something beyond the file: " + e.tagName + " " + name + "=" + value);
    }
    const style = (e.tagName === "STYLE" ? e.textContent : "") + (e.getAttribute("style") || "");
    const beyond = style.match(/@import[^;]*|url\(\s*["']?(?!#|data:)[^)]*\)/);
    if (beyond) found.push("its style names something beyond the file: " + beyond[0]);
  }
  const words = inside.createTreeWalker(inside.body, view.NodeFilter.SHOW_TEXT);
  let letters = 0;
  for (let node = words.nextNode(); node; node = words.nextNode()) {
    const e = node.parentElement, text = node.data.trim();
    if (text === "" || e.closest("script, style, details:not([open]) > :not(summary)")) continue;
    letters += text.length;
    const style = view.getComputedStyle(e), svg = e.closest("svg");
    const ink = colour(svg && style.fill !== "none" ? style.fill : style.color);
    let seen = ink.alpha;
    for (let at = e; at; at = at.parentElement) seen *= Number(view.getComputedStyle(at).opacity);
    const hidden = style.visibility === "hidden" || style.display === "none" || parseFloat(style.fontSize) < 6;
    if (seen < 0.5 || hidden) found.push("letters that can't be seen: " + said(e));
    // On a coloured field of a chart what is behind is drawn, and is looked at in the pictures.
    else if (contrast(ink.rgb, behind(e, view)) < 3) found.push("letters that hardly part from what is behind them: " + said(e));
  }
  if (letters < 200) found.push("it is all but blank");
  return [...new Set(found)].slice(0, 5);
};
addEventListener("load", () => {
  for (const fault of faults(document.querySelector("iframe").contentDocument, document.querySelector("iframe").contentWindow))
    document.getElementById("out").textContent += "fault " + fault.replace(/[<&\n]/g, " ") + "\n";
  for (const frame of document.querySelectorAll("iframe")) {
    const inside = frame.contentDocument, root = inside.documentElement;
    const shown = (e) => !e.closest("svg") && (e.matches(".wide") || !e.closest(".wide"));
    const out = [...inside.querySelectorAll("body *")].find((e) => shown(e) && (e.getBoundingClientRect().right > root.clientWidth || !e.matches(".wide") && e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0 && e.matches("p, li, h1, h2, h3, figcaption, summary")));
    const culprit = out ? out.tagName + "." + out.className + " " + out.textContent.trim().slice(0, 40).replace(/[<&]/g, "") : "-";
    document.getElementById("out").textContent += ["frame", frame.clientWidth, root.clientWidth, root.scrollWidth, root.scrollHeight, culprit].join(" ") + "\n";
  }
});
</script>
FRAME
    look "$work/log" "file://$work/frame.html" --allow-file-access-from-files --dump-dom --window-size=1500,1700 \
        --blink-settings=preferredColorScheme="$([ "$scheme" = dark ] && echo 0 || echo 1)" >"$work/dom"
    sed -nE 's/^(.*<pre[^>]*>)?(frame|fault) /\2 /p' "$work/dom"
}

# Measures a page in light and in dark, and tells what is wrong; leaves the widths in $work/measured.
judge() {
    local page=$1 scheme said
    for scheme in light dark; do
        measure "$page" "$scheme" >"$work/said"
        while read -r said; do fault "$said ($scheme)"; done < <(sed -n 's/^fault //p' "$work/said")
        sed -n 's/^frame //p' "$work/said" >"$work/measured"
    done
    if [ "$(wc -l <"$work/measured")" -ne 2 ]; then fault "could not be measured"; return; fi
    while read -r width inner scroll height culprit; do
        if [ "$scroll" -gt "$inner" ] || [ "$culprit" != - ]; then
            fault "at $width pixels the page is $scroll wide in $inner, first of it: $culprit"
        fi
    done <"$work/measured"
}

picture() {
    local page=$1 shot=$2 scheme=$3 width=$4 height=$5 colours light
    # 0 is dark and 1 is light.
    look "$work/log" "file://$page" --blink-settings=preferredColorScheme="$([ "$scheme" = dark ] && echo 0 || echo 1)" \
        --window-size="$width,$height" --screenshot="$shot"
    if [ ! -s "$shot" ]; then fault "no picture at $width pixels, $scheme"; return; fi
    # Sampled: counting over all pixels takes as long as the browser.
    read -r colours light < <(convert "$shot" -sample 25% -format '%k %[fx:int(100*mean)]\n' info:)
    echo "  $width pixels, $scheme: $height high, $colours colours, $light % light"
    if [ "$colours" -lt 50 ]; then fault "the picture is blank"; fi
    if [ "$scheme" = dark ] && [ "$light" -gt 40 ]; then fault "dark is not dark"; fi
    if [ "$scheme" = light ] && [ "$light" -lt 60 ]; then fault "light is not light"; fi
}

# Breaks the first page by a line of Perl, and sees that it is refused for the reason given (a pattern).
broken() {
    local name=$1 how=$2 why=$3 before=$bad
    perl -0pe "$how" "${pages[0]}" >"$work/broken.html"
    if cmp -s "${pages[0]}" "$work/broken.html"; then echo "self-test: nothing was broken for: $name" >&2; wrong=$((wrong + 1)); return; fi
    judge "$work/broken.html" 2>"$work/faults"
    if [ "$name" = blank ]; then picture "$work/broken.html" "$work/blank.png" light 1366 800 >/dev/null 2>>"$work/faults"; fi
    if [ "$bad" -gt "$before" ] && grep -qE "$why" "$work/faults"; then
        echo "  refused, as it should be: $name"
    else
        echo "self-test: not refused for what is wrong with it: $name; expected \"$why\", and there was:" >&2
        cat "$work/faults" >&2
        wrong=$((wrong + 1))
    fi
    bad=$before
}

if [ -n "$self_test" ]; then
    wrong=0
    judge "${pages[0]}"
    if [ "$bad" -gt 0 ]; then echo "self-test: the page is refused before anything is broken" >&2; exit 1; fi
    broken blank 's/<body>.*<\/body>/<body><\/body>/s' 'the picture is blank'
    broken "few words" 's/<main>.*<\/main>/<main><h1>Nothing<\/h1><\/main>/s' 'all but blank'
    broken "an error on the console" 's/<\/body>/<script>console.error("broken")<\/script><\/body>/' 'wrote on the console'
    broken "wider than its window" 's/<main>/<main><div style="width:3000px">wide<\/div>/' 'the page is 3[0-9]+ wide'
    broken "a style sheet beside it" 's/<style>/<link rel="stylesheet" href="page.css"><style>/' 'beyond the file: LINK href=page.css'
    broken "a picture from elsewhere" 's/<main>/<main><img alt="x" src="https:\/\/example.org\/x.png">/' 'beyond the file: IMG src=https'
    broken "a style that asks for a file" 's/<style>/<style>\@import "more.css";/' 'style names something beyond the file'
    broken "a chart less" 's/<figure>.*?<\/figure>//s' 'charts, and says it has'
    broken "a figure without its chart" 's/<svg.*?<\/svg>//s' 'a figure without a chart'
    # Perl is to see the dollar.
    # shellcheck disable=SC2016
    broken "an empty chart" 's/(<svg[^>]*>).*?<\/svg>/$1<\/svg>/s' 'an empty chart'
    broken "a chart without words" 's/ aria-label="[^"]*"//' 'without a text equivalent'
    broken "a chart without its table" 's/<details><summary>The same as a table.*?<\/details>//s' 'without its table'
    broken "transparent letters" 's/<style>/<style>.verdict { color: transparent !important }/' 'letters that can.t be seen'
    broken "letters as dark as the dark" 's/<\/style>/\@media (prefers-color-scheme: dark) { figcaption { color: #20252b !important } }<\/style>/' 'hardly part .*\(dark\)'
    if [ "$wrong" -gt 0 ]; then echo "$wrong broken pages were not refused as they should be" >&2; exit 1; fi
    echo "every broken page was refused"
    exit 0
fi

for page in "${pages[@]}"; do
    name=$(basename "$page" .html)
    echo "$name"
    judge "$page"
    if [ "$(wc -l <"$work/measured")" -ne 2 ]; then continue; fi
    while read -r width _ _ height _; do
        # A picture of more than 16,000 pixels can't be taken in one piece.
        if [ "$height" -gt 16000 ]; then height=16000; fi
        for scheme in light dark; do
            # The first page in all four ways, the others in two: colours come from one sheet.
            if [ "$page" = "${pages[0]}" ] || [ "$width$scheme" = 1366light ] || [ "$width$scheme" = 400dark ] || [ -n "$keep" ]; then
                picture "$page" "$shots/$name.$width.$scheme.png" "$scheme" "$width" "$height"
            fi
        done
    done <"$work/measured"
    paper=$shots/$name.pdf
    look "$work/log" "file://$page" --no-pdf-header-footer --print-to-pdf="$paper"
    if [ ! -s "$paper" ]; then fault "it does not print"; continue; fi
    echo "  on paper: $(pdfinfo "$paper" | sed -nE 's/^Pages: +//p') sheets"
    pdftotext -bbox "$paper" "$work/words"
    cut=$(awk -F'"' '/<page /{wide=$2; high=$4} /<word /{if ($2 < 0 || $4 < 0 || $6 > wide || $8 > high) print $0}' "$work/words" | head -n 3)
    if [ -n "$cut" ]; then fault "cut off at the edge of the sheet: $cut"; fi
    # Headings in print break over lines and at hyphens, so neither these nor white space are compared.
    printed=$(pdftotext "$paper" - | tr -d '[:space:]-')
    while read -r heading; do
        if [[ $printed != *"$heading"* ]]; then fault "not in print: $heading"; fi
    done < <(grep -oE '<(h[123]|summary)>[^<]*' "$page" | sed -E 's/^<[^>]*>//; s/&#39;/'"'"'/g; s/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' | tr -d ' \t-')
done

if [ "$bad" -gt 0 ]; then
    echo "$bad faults in ${#pages[@]} pages" >&2
    exit 1
fi
echo "${#pages[@]} pages opened and printed as they should"
