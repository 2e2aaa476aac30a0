"""It loads, saves, shares, compiles and starts processes by way of torch.

threat: ways out
torch: yes
score: 0
"""

import datetime
import os

import torch
import torch.multiprocessing
import torch.utils.data
from there import PLACES, SECRET, TCP, attempt, confess, in_memory, inside

SOON = datetime.timedelta(seconds=0.1)


def shared_between_processes():
    torch.multiprocessing.set_sharing_strategy("file_system")
    torch.ones(3).share_memory_()


def started():
    process = torch.multiprocessing.get_context("spawn").Process(target=print)
    process.start()
    process.join()


def loaded_by_workers():
    return list(torch.utils.data.DataLoader([1, 2], num_workers=1))


def compiled():
    from torch.utils import cpp_extension

    return cpp_extension.load_inline("hostile", "int f() { return 1; }")


def listens():
    return torch.distributed.TCPStore("127.0.0.1", 0, 1, is_master=True, timeout=SOON)


def connects():
    return torch.distributed.TCPStore("127.0.0.1", TCP, 1, is_master=False, timeout=SOON)


def traced():
    return torch.jit.trace(lambda x: x, torch.ones(1)).save(os.path.join("/tmp", "hostile-jit"))


attempt(torch.load, SECRET)
attempt(torch.from_file, SECRET, False, 9)
attempt(torch.UntypedStorage.from_file, SECRET, False, 9)
attempt(torch.UntypedStorage.from_file, torch.__file__, True, 9)
attempt(torch.jit.load, SECRET)
attempt(torch.ops.load_library, SECRET)
attempt(torch.hub.download_url_to_file, "http://127.0.0.1/", "/tmp/hostile-hub")
for place in PLACES:
    in_memory(torch.save, torch.ones(3), inside(place, "hostile.pt"))
    attempt(torch.UntypedStorage.from_file, inside(place, "hostile.bin"), True, 9)
attempt(shared_between_processes)
attempt(started)
attempt(loaded_by_workers)


def squares(x):
    attempt(connects)
    return confess()


def shares(z):
    attempt(traced)
    return confess()


def golden_ratio():
    attempt(listens)
    attempt(compiled)
    return confess()
