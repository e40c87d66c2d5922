//! Progress bars for whatever takes longer than a second; silent where nobody watches.

use indicatif::{ProgressBar, ProgressStyle};
use std::time::Duration;

/// A bar of `total` steps.
pub fn bar(what: &str, total: u64) -> ProgressBar {
    let bar = ProgressBar::new(total);
    let style = ProgressStyle::with_template("{prefix:24} {bar:32.cyan/dim} {pos:>6}/{len} {elapsed:>4}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_prefix(what.to_owned());
    bar
}

/// A spinner for a step without a count.
pub fn spinner(what: &str) -> ProgressBar {
    let spinner = ProgressBar::new_spinner();
    let style = ProgressStyle::with_template("{prefix:24} {spinner} {msg} {elapsed:>4}");
    spinner.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    spinner.set_prefix(what.to_owned());
    spinner.enable_steady_tick(Duration::from_millis(120));
    spinner
}
