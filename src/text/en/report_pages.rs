//! The page of the sample report in English.

use crate::text::report_pages::ReportPages;

/// Words of the page.
pub const PAGES: ReportPages = ReportPages {
    title: "Sample report",
    about: [
        "The system writes the report from what happened; what did not happen is said. The same round gives the same bytes every time, and the manifest lists the hash of every file.",
        "After scoring or sealing, the first opening computes for some seconds; after that it is at hand.",
    ],
    states: [
        "There is a sample report once the round is scored.",
        "This is a draft: version {version} of the sheet is not sealed, and every page says so.",
        "Version {version} of the sheet is sealed; this is its final report.",
    ],
    chapters: ["Report", "Tables and manifest", "Anonymised microdata"],
    versions: ["Report of version {version}", "Report of version {version} (draft)"],
    not_own: [
        "The anonymised microdata are given with the seal; a draft has none.",
        "This version has no microdata of its own: the submissions it counts differ from those of version {version}, which was released, by fewer than 10, and one file less the other would show everything that these few people said. The microdata of version {version} remain those of the round.",
    ],
    microdata: "The microdata are coarsened and small categories merged: rates can be recomputed, not every digit of an error. The auditor's bundle recomputes every digit.",
    heads: ["File", "What it is for", "Action"],
    actions: ["Open in the browser", "Save"],
    files: [
        ("report.zh.html", "The report in Chinese, one page that prints on A4"),
        ("report.en.html", "The report in English, one page that prints on A4"),
        (
            "report.zh.xlsx",
            "All its tables in Chinese, one idea a sheet, with the method",
        ),
        (
            "report.en.xlsx",
            "All its tables in English, one idea a sheet, with the method",
        ),
        ("dispositions.csv", "Cases by disposition code"),
        ("outcome_rates.csv", "AAPOR outcome rates by audience"),
        ("report.manifest.json", "Hashes of these files, to check them by"),
        ("microdata.xlsx", "Respondents, ratings and codebook in one workbook"),
        ("respondents.csv", "One row a submission, with its weight"),
        ("ratings.csv", "One row a rating, with its weight"),
        ("codebook.csv", "What every column and code means"),
        (
            "weighting.csv",
            "Every step of weighting: base, nonresponse, raking, trimming",
        ),
    ],
};
