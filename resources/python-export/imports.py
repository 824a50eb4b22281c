import csv
import io
import itertools
import json
import math
import os
import re
import time
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from accelerate import Accelerator
from accelerate.utils import gather_object, set_seed
from peft import LoraConfig, get_peft_model
from PIL import Image
from torch.nn.functional import log_softmax
from torch.utils.data import DataLoader
from transformers import AutoImageProcessor, AutoModelForImageTextToText, AutoTokenizer, get_scheduler

os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
LETTERS = "abcd"
IGNORED = -100
