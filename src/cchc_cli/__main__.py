"""The entry point: whatever goes wrong, even an import, ends with an exit code that tells what."""

import gc
import sys


def main() -> int:
    """Run the command line and return its exit code (see `exit_codes`)."""
    gc.disable()  # a short run that makes no cycles worth the collector's time
    try:
        from cchc_cli.cli import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 141
    except Exception as fault:
        return _report_fault(fault)
    finally:
        gc.freeze()  # nor is it worth searching all that is left for cycles, thrice, at the exit


def _report_fault(fault: Exception) -> int:
    """Say in one line that the program itself failed; with ``--debug``, where."""
    try:
        if "--debug" in sys.argv:
            import traceback

            traceback.print_exception(fault, file=sys.stderr)
        print(
            f"cchc: lỗi của chương trình ({type(fault).__name__}): xin chạy lại với --debug rồi "
            "gửi toàn bộ thông báo cho người phụ trách / internal error: please run again with "
            "--debug and send the whole output to whoever looks after cchc",
            file=sys.stderr,
        )
    except Exception:
        pass  # nothing is left to say it with
    return 70


if __name__ == "__main__":
    sys.exit(main())
