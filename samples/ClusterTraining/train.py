"""Trains a GRU to tell which language a name comes from, on as many processes and machines as torchrun starts.

    torchrun --nproc_per_node 2 train.py ../NameOrigin/names

Rank 0 writes origin.safetensors, labels.txt and letters.txt, which `tinyrnn import` reads.
"""
import argparse
import os
import pathlib
import unicodedata

import torch
import torch.distributed as dist
from safetensors.torch import save_file
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.nn.utils.rnn import pack_sequence
from torch.utils.data import DataLoader, DistributedSampler

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ .,;'"


class Origin(nn.Module):
    def __init__(self, labels, hidden):
        super().__init__()
        self.gru = nn.GRU(len(LETTERS), hidden)
        self.fc = nn.Linear(hidden, labels)

    def forward(self, names):
        _, last = self.gru(names)
        return self.fc(last[0])


def read(folder):
    """Each file is a language, each line a name; of ten names one is for the test."""
    labels, train, test = [], [], []
    for label, path in enumerate(sorted(folder.glob("*.txt"))):
        labels.append(path.stem)
        for number, name in enumerate(path.read_text(encoding="utf-8").split("\n")):
            # As TinyRnn's normalization "ascii" with unknown characters left out.
            plain = [LETTERS.index(c) for c in unicodedata.normalize("NFD", name.strip()) if c in LETTERS]
            if plain:
                (test if number % 10 == 9 else train).append((torch.tensor(plain), label))
    return labels, train, test


def collate(examples):
    names = [nn.functional.one_hot(name, len(LETTERS)).float() for name, _ in examples]
    return pack_sequence(names, enforce_sorted=False), torch.tensor([label for _, label in examples])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--hidden", type=int, default=128)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--batch", type=int, default=32, help="names a step and process")
    parser.add_argument("--rate", type=float, default=0.003)
    options = parser.parse_args()

    on_gpu = torch.cuda.is_available()
    dist.init_process_group("nccl" if on_gpu else "gloo")
    device = torch.device("cuda", int(os.environ["LOCAL_RANK"])) if on_gpu else torch.device("cpu")
    torch.manual_seed(1)
    labels, train, test = read(options.folder)
    network = DistributedDataParallel(Origin(len(labels), options.hidden).to(device))
    optimizer = torch.optim.Adam(network.parameters(), options.rate)
    sampler = DistributedSampler(train, seed=1)
    loader = DataLoader(train, options.batch, sampler=sampler, collate_fn=collate)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, options.rate, total_steps=options.epochs * len(loader))
    for epoch in range(options.epochs):
        sampler.set_epoch(epoch)
        for names, targets in loader:
            loss = nn.functional.cross_entropy(network(names.to(device)), targets.to(device))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()

    if dist.get_rank() == 0:
        # Without DDP's prefix "module.", which would be part of every tensor's name.
        origin = network.module
        names, targets = collate(test)
        with torch.no_grad():
            right = (origin(names.to(device)).argmax(1).cpu() == targets).sum().item()
        print(f"{dist.get_world_size()} processes, {len(train)} names, {right} of {len(test)} right ({right / len(test):.1%})")
        save_file({name: tensor.contiguous().cpu() for name, tensor in origin.state_dict().items()}, "origin.safetensors")
        pathlib.Path("labels.txt").write_text("\n".join(labels) + "\n", encoding="utf-8")
        pathlib.Path("letters.txt").write_text(LETTERS + "\n", encoding="utf-8")
        # The test names, for `tinyrnn evaluate`.
        folder = pathlib.Path("test")
        folder.mkdir(exist_ok=True)
        for label, language in enumerate(labels):
            lines = ["".join(LETTERS[i] for i in name) for name, of in test if of == label]
            (folder / f"{language}.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    dist.destroy_process_group()


if __name__ == "__main__":
    main()
