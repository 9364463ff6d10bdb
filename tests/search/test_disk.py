"""What lies on the disk is counted while others write and sweep."""

import os
import shutil
import threading

from search.disk import bytes_under


def test_files_in_all_folders_count_and_one_with_two_names_counts_once(tmp_path):
    (tmp_path / "copy" / "public").mkdir(parents=True)
    (tmp_path / "copy" / "public" / "000012.sst").write_bytes(b"x" * 1000)
    (tmp_path / "current").write_bytes(b"12345")
    os.link(tmp_path / "copy" / "public" / "000012.sst", tmp_path / "copy" / "000012.sst")
    assert bytes_under(tmp_path) == 1005


def test_a_folder_that_is_not_there_takes_nothing(tmp_path):
    assert bytes_under(tmp_path / "nowhere") == 0


def test_what_goes_away_while_it_is_counted_is_no_error(tmp_path):
    (tmp_path / "kept").write_bytes(b"kept")
    counted = threading.Event()

    def comes_and_goes():
        while not counted.is_set():
            for part in range(20):
                (tmp_path / "half" / str(part)).mkdir(parents=True)
                (tmp_path / "half" / str(part) / "file").write_bytes(b"1")
            shutil.rmtree(tmp_path / "half")

    other = threading.Thread(target=comes_and_goes)
    other.start()
    try:
        sizes = {bytes_under(tmp_path) for _ in range(2000)}
    finally:
        counted.set()
        other.join()
    assert min(sizes) >= len(b"kept")
    assert max(sizes) <= len(b"kept") + 20
