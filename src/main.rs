//! The binary: hands the command line to [`barometer::cli`].

fn main() -> std::process::ExitCode {
    barometer::cli::run()
}
