"""A very small network with the modules that the `mobile_sam` package gives its models.

Copied into a folder as the package `mobile_sam`, it stands for that one, which is installed from
its repository only.
"""

import torch

SIDE_PX, CELLS, CHANNELS = 64, 4, 8


class Encoder(torch.nn.Module):
    img_size = SIDE_PX

    def __init__(self):
        super().__init__()
        self.patches = torch.nn.Conv2d(3, CHANNELS, 16, 16)

    def forward(self, image):
        return torch.tanh(self.patches(image))


class Places(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.register_buffer("waves", torch.randn(2, CHANNELS // 2))

    def _pe_encoding(self, coords):
        turned = 6.283 * (2 * coords - 1) @ self.waves
        return torch.cat([torch.sin(turned), torch.cos(turned)], dim=-1)


class Prompts(torch.nn.Module):
    """As in the package: `forward` decides in Python what the export must decide in the graph."""

    embed_dim = CHANNELS
    image_embedding_size = (CELLS, CELLS)

    def __init__(self):
        super().__init__()
        self.pe_layer = Places()
        self.point_embeddings = torch.nn.ModuleList(
            torch.nn.Embedding(1, CHANNELS) for _ in range(4)
        )
        self.not_a_point_embed = torch.nn.Embedding(1, CHANNELS)
        self.no_mask_embed = torch.nn.Embedding(1, CHANNELS)
        self.mask_downscaling = torch.nn.Conv2d(1, CHANNELS, 4, 4)

    def get_dense_pe(self):
        steps = (torch.arange(CELLS) + 0.5) / CELLS
        grid = torch.stack(torch.meshgrid(steps, steps, indexing="xy"), dim=-1)
        return self.pe_layer._pe_encoding(grid).permute(2, 0, 1)[None]

    def forward(self, points, boxes, masks):
        coords, labels = points
        coords = coords + 0.5
        if boxes is None:
            coords = torch.cat([coords, torch.zeros(1, 1, 2)], dim=1)
            labels = torch.cat([labels, -torch.ones(1, 1)], dim=1)
        sparse = self.pe_layer._pe_encoding(coords / SIDE_PX)
        sparse[labels == -1] = self.not_a_point_embed.weight
        for label in (0, 1):
            sparse[labels == label] += self.point_embeddings[label].weight
        if boxes is not None:
            corners = self.pe_layer._pe_encoding((boxes.reshape(1, 2, 2) + 0.5) / SIDE_PX)
            corners[:, 0] += self.point_embeddings[2].weight
            corners[:, 1] += self.point_embeddings[3].weight
            sparse = torch.cat([sparse, corners], dim=1)
        if masks is None:
            dense = self.no_mask_embed.weight.reshape(1, -1, 1, 1).expand(-1, -1, CELLS, CELLS)
        else:
            dense = self.mask_downscaling(masks)
        return sparse, dense


class Masks(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.mixed = torch.nn.Linear(CHANNELS, CHANNELS)
        self.grown = torch.nn.ConvTranspose2d(CHANNELS, 4, 4, 4)
        self.rated = torch.nn.Linear(CHANNELS, 4)

    def predict_masks(
        self, image_embeddings, image_pe, sparse_prompt_embeddings, dense_prompt_embeddings
    ):
        asked = torch.tanh(self.mixed(sparse_prompt_embeddings)).mean(1)
        seen = image_embeddings + image_pe + dense_prompt_embeddings + asked[:, :, None, None]
        return self.grown(torch.tanh(seen)), torch.sigmoid(self.rated(asked))


class Sam(torch.nn.Module):
    def __init__(self, seed=7):
        super().__init__()
        torch.manual_seed(seed)
        self.image_encoder, self.prompt_encoder, self.mask_decoder = Encoder(), Prompts(), Masks()


def build(checkpoint):
    sam = Sam()
    sam.load_state_dict(torch.load(checkpoint))
    return sam


sam_model_registry = {"vit_t": build}
