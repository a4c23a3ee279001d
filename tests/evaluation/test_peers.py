from __future__ import annotations

import pytest

from evaluation.peers import PEERS, task_texts

PLAN = {
    "slug": "x",
    "task": [
        {"key": "1", "text": "Số hóa hồ sơ, giấy tờ"},
        {"key": "2", "text": "Đào tạo nghề cho lao động nông thôn", "goal": "70% lao động"},
        {"key": "3", "text": "Kiểm tra việc giải quyết đơn thư"},
    ],
}


@pytest.mark.parametrize("name", PEERS)
def test_every_peer_finds_the_obvious(name: str) -> None:
    try:
        peer = PEERS[name](task_texts([PLAN]))
    except ImportError:
        pytest.skip("hassil is not installed")
    assert peer.rank("đào tạo nghề nông thôn", "x")[0] == "x/2"
    assert peer.rank("so hoa ho so", None)[0] == "x/1"
    assert peer.rank("số hóa", "another") == []
