# Nhắc Việc: `make` prints the targets. Recipes keep to POSIX sh and to GNU make 3.81 (macOS).

PYTHONS := python3.14 python3.13 python3.12 python3.11 python3 python
VENV    := .venv
BIN     := $(VENV)/bin
PLAN    ?=
TODAY   ?=
ARGS    ?=

export PYTHONUTF8 := 1
MAKEFLAGS += --no-print-directory

# A .venv that was moved with its folder, or whose Python has gone, is made again: its scripts hold absolute paths.
STALE := $(shell [ -x $(BIN)/python ] && [ "$$(cat $(VENV)/.ready 2>/dev/null)" = "$$(pwd -P)" ] || echo FORCE)

.DEFAULT_GOAL := help
.PHONY: help setup run fmt lint types test check eval bench golden lock FORCE

help:
	@printf '%s\n' \
	  'Nhắc Việc – trợ lý hỏi đáp về kế hoạch của cơ quan' \
	  '' \
	  '  make run     mở cuộc trò chuyện ở cửa sổ dòng lệnh (lần đầu tự cài đặt vào .venv)' \
	  '               ví dụ: echo "ai chủ trì số hóa?" | make run' \
	  '               chọn kế hoạch, chọn ngày: make run PLAN=quang-nam TODAY=2024-04-02' \
	  '  make test    cài thêm công cụ kiểm thử và chạy toàn bộ kiểm thử (ARGS=… thêm tham số cho pytest)' \
	  '               chuỗi tình huống nhắc việc dài hơn: NHACVIEC_MACHINES=200 make test ARGS=tests/scheduler/reminding' \
	  '  make setup   chỉ cài đặt, gồm cả công cụ phát triển' \
	  '  make fmt     sắp lại mã nguồn theo khuôn chung' \
	  '  make lint    soát lỗi mã nguồn và ranh giới giữa các tầng' \
	  '  make types   kiểm tra kiểu dữ liệu' \
	  '  make check   chạy lint, types và test như máy chủ kiểm tra' \
	  '  make eval    in bảng điểm đọc kế hoạch, trả lời câu hỏi, tốc độ và bộ nhớ' \
	  '  make bench   đo lời nhắc việc: nhiều tin cùng lúc, bị ngắt giữa chừng, ngừng nhiều ngày (khoảng 20 phút)' \
	  '               một phần: NHACVIEC_BENCH_PARTS="planning year downtime flood kills held"; một phần mười: NHACVIEC_BENCH=0.1' \
	  '  make golden  ghi lại các bản mẫu trong tests/golden và tests/desk sau khi chủ ý đổi kết quả' \
	  '  make lock    tính lại phiên bản và mã băm của các thư viện'

setup: $(VENV)/.ready-dev
	@:

run: $(VENV)/.ready
	@exec $(BIN)/nhacviec chat $(if $(PLAN),--plan '$(PLAN)') $(if $(TODAY),--today '$(TODAY)')

fmt: $(VENV)/.ready-dev
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

lint: $(VENV)/.ready-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/lint-imports --no-logo

types: $(VENV)/.ready-dev
	@$(BIN)/mypy

test: $(VENV)/.ready-dev
	@exec $(BIN)/python -m pytest -n auto --dist loadfile $(ARGS)

# One after the other also under `make -j`: pytest's lines close the output.
check: $(VENV)/.ready-dev
	@$(MAKE) lint && $(MAKE) types && $(MAKE) test

eval: $(VENV)/.ready
	@exec $(BIN)/python -m evaluation $(ARGS)

bench: $(VENV)/.ready
	@exec $(BIN)/python -m evaluation.reminders

golden: $(VENV)/.ready-dev
	@NHACVIEC_WRITE_GOLDEN=1 $(BIN)/python -m pytest tests/test_conversations.py tests/desk/test_transcripts.py $(ARGS)

# The locks hold versions and hashes for every system and Python 3.11-3.14, and no address: pip asks where its user says.
UV := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
      --no-emit-find-links --no-header --no-annotate pyproject.toml --group build

lock:
	@command -v uv >/dev/null || { echo 'Cần có uv để tính lại tệp khóa phiên bản (cài bằng: pip install uv).' >&2; exit 2; }
	@$(UV) --output-file requirements.lock
	@$(UV) --group dev --constraints requirements.lock --output-file requirements-dev.lock

# Each stamp is written last, so that an interrupted set-up is taken up again; `.made` and `.ready` hold the folder.
$(VENV)/.ready: requirements.lock pyproject.toml $(STALE)
	@rm -f $(VENV)/.ready $(VENV)/.ready-dev
	@here="$$(pwd -P)"; \
	if [ "$$(cat $(VENV)/.made 2>/dev/null)" = "$$here" ] && $(BIN)/python -c 'import pip' 2>/dev/null; then exit 0; fi; \
	python=''; bare=''; \
	for name in $(PYTHONS); do \
	  "$$name" -c 'import sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null </dev/null || continue; \
	  if "$$name" -c 'import ensurepip' 2>/dev/null </dev/null; then python="$$name"; break; else bare="$${bare:-$$name}"; fi; \
	done; \
	if [ -z "$$python" ] && [ -n "$$bare" ]; then \
	  printf 'Python (%s) trên máy thiếu gói tạo môi trường riêng. Trên Debian/Ubuntu xin cài: apt install python3-venv\n' "$$bare" >&2; exit 2; fi; \
	if [ -z "$$python" ]; then \
	  printf 'Không tìm thấy Python từ 3.11 đến 3.14 trên máy. Xin cài Python 3.11 trở lên rồi chạy lại.\n' >&2; exit 2; fi; \
	printf 'Đang cài đặt lần đầu vào %s bằng %s, xin chờ khoảng một phút…\n' '$(VENV)' "$$("$$python" -V 2>&1)" >&2; \
	rm -rf $(VENV) && "$$python" -m venv $(VENV) </dev/null >&2 && printf '%s' "$$here" > $(VENV)/.made
	@printf 'Đang cài các thư viện…\n' >&2
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r requirements.lock </dev/null >&2
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --no-deps --no-build-isolation -e . </dev/null >&2
	@# Where Python is told not to write what it compiled, each command would compile everything again.
	@$(BIN)/python -m compileall -q bot nlu knowledge scheduler >&2 || true
	@PYTHONDONTWRITEBYTECODE= $(BIN)/python -m nlu.parsed nlu knowledge scheduler bot >&2 || true
	@pwd -P > $(VENV)/.ready
	@printf 'Đã cài đặt xong.\n' >&2

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@printf 'Đang cài công cụ kiểm thử…\n' >&2
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r requirements-dev.lock </dev/null >&2
	@touch $(VENV)/.ready-dev
