//! The whole program: `barometer analyze` on files of the synthetic respondents, its seconds and its peak memory.

use crate::data::Data;
use crate::files;
use crate::specs::{RATINGS, RESPONDENTS, WIDE, WRITTEN};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// What one run took.
struct Run {
    seconds: f64,
    /// Most resident memory in bytes; `None` where the system does not tell.
    peak: Option<f64>,
}

/// Writes the wide CSV, and beside it the long ones, the specifications and the population.
pub fn write(data: &Data, csv: &Path) {
    let folder = csv
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).expect("the folder can be made");
    files::specs(data, folder).expect("the specifications can be written");
    files::csv(data, csv).expect("the data can be written");
    files::long(data, folder).expect("the ratings can be written");
}

/// Analyses the respondents as they may be written, and prints what that takes.
pub fn measure(data: &Data) {
    let Some(program) = option_env!("CARGO_BIN_EXE_barometer") else {
        println!("analyze: the program was not built beside this benchmark");
        return;
    };
    let folder = std::env::temp_dir().join(format!("barometer-analyze-{}", std::process::id()));
    write(data, &folder.join(WIDE));
    files::parquet(data, &folder.join("data.parquet")).expect("the data can be written as Parquet");
    let size = |name: &&str| {
        std::fs::metadata(folder.join(name))
            .expect("the data was written")
            .len() as f64
    };
    println!(
        "\nbarometer analyze, {} respondents, CSV of {:.1} MB, long {:.1} MB",
        data.base.len(),
        size(&WIDE) / 1e6,
        (size(&RESPONDENTS) + size(&RATINGS)) / 1e6
    );
    println!(
        "{:<16}{:>10}{:>12}{:>18}",
        "from", "seconds", "peak MB", "peak / CSV size"
    );
    for written in &WRITTEN {
        let size: f64 = written.files.iter().map(size).sum();
        let run = analyze(program, &folder, (written.spec, written.data));
        let number = |x: Option<f64>| x.map_or("-".to_owned(), |x| format!("{x:.2}"));
        let (peak, ratio) = (run.peak.map(|p| p / 1e6), run.peak.map(|p| p / size));
        println!(
            "{:<16}{:>10.2}{:>12}{:>18}",
            written.name,
            run.seconds,
            number(peak),
            number(ratio)
        );
        let line = serde_json::json!({
            "task": "analyze", "from": written.name, "rows": data.base.len(), "seconds": run.seconds,
            "peak_bytes": run.peak, "csv_bytes": size,
        });
        println!("{line}");
    }
    std::fs::remove_dir_all(&folder).expect("the folder was ours");
}

fn analyze(program: &str, folder: &Path, (spec, data): (&str, &str)) -> Run {
    let out: PathBuf = folder.join("out");
    let start = Instant::now();
    let mut child = Command::new(program)
        .arg("analyze")
        .arg(folder.join(spec))
        .arg("--data")
        .arg(folder.join(data))
        .arg("--out")
        .arg(&out)
        .stdout(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut peak = None;
    // The high-water mark never falls, so that looking at it now and then misses the last moment only.
    let status = loop {
        peak = high_water(child.id()).or(peak);
        match child.try_wait().expect("the program can be waited for") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    assert!(status.success(), "barometer analyze failed: {status}");
    Run {
        seconds: start.elapsed().as_secs_f64(),
        peak,
    }
}

fn high_water(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024.0)
}
