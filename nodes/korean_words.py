"""What errors say, in Korean: the English form, its values as {}, and the Korean with their places.

The English stands in the source where the error is raised. Case and the closing full stop do not
count; `tests/unit/test_korean.py` finds the errors that have no line here.
"""

FORMS: dict[str, str] = {
    # questions about photos
    "`{}` gave no answer": "`{0}` 모델이 아무 말도 하지 않았어요",
    "`{}` broke off in the middle of its answer": "`{0}` 모델의 답이 도중에 끊겼어요",
    "`{}` gave no caption that can be used": "`{0}` 모델이 쓸 수 있는 설명을 주지 않았어요",
    "ask again, or in other words": "다시 묻거나 다른 말로 물어봐 주세요",
    "try another vision model": "사진을 보는 다른 모델을 써 보세요",
    # the conversation
    "there is no mask to approve yet": "아직 승인할 마스크가 없어요",
    "edit with points_xy or boxes_xyxy, or reject": (
        "사진을 클릭하거나 상자로 가리키고(points_xy, boxes_xyxy), 아니면 거절해 주세요"
    ),
    "the mask has changed since you saw it": "그 사이에 마스크가 바뀌었어요",
    "look at the open question again": "열려 있는 질문을 다시 봐 주세요",
    "the answer is not one decision": "답은 결정 하나여야 해요",
    "a decision has no {}": "결정에는 이런 항목이 없어요: {0}",
    "no decision {}": "그런 결정은 없어요: {0}",
    "send {}": "이렇게 보내 주세요: {0}",
    "choose one of: {}": "다음에서 고르세요: {0}",
    "an edit needs edited_action {name: {}, args}": (
        "고치는 답에는 edited_action {name: {0}, args}이(가) 필요해요"
    ),
    "an edit has no {}": "고치는 답에는 이런 항목이 없어요: {0}",
    "args may have: {}": "args에 쓸 수 있는 것: {0}",
    "args.index is 0 to {}": "args.index는 0부터 {0}까지예요",
    "{} variants at once": "한 번에 {0}장은 너무 많아요",
    "ask for 1 to {} (`options.n`)": "1장부터 {0}장까지 말해 주세요 (`options.n`)",
    "no history action {}": "그런 되돌리기 동작은 없어요: {0}",
    "there is no such step to go back before": "그 앞으로 돌아갈 단계를 찾지 못했어요",
    "this thread has: {}": "이 대화에 있는 버전: {0}",
    "there are only {} steps to undo": "되돌릴 수 있는 단계는 {0}개뿐이에요",
    "there is nothing to undo": "되돌릴 것이 없어요",
    "this is the original": "지금이 원본이에요",
    "there are only {} steps to redo": "다시 할 수 있는 단계는 {0}개뿐이에요",
    "there is nothing to redo": "다시 할 것이 없어요",
    "this is the newest version of its branch": "지금이 이 갈래의 가장 새 버전이에요",
    "there is no version {}": "{0} 버전이 없어요",
    "there is no photo yet": "아직 사진이 없어요",
    "send one with the turn, or POST /images": "사진을 함께 보내거나 먼저 올려 주세요",
    "the text has {} characters": "글이 {0}자예요",
    "say it in {} or fewer": "{0}자 안으로 말해 주세요",
    "the number is too large": "숫자가 너무 커요",
    "use one up to {}": "{0}까지의 수를 써 주세요",
    "there is no other photo to use as the background ({} in this thread)": (
        "배경으로 쓸 다른 사진이 없어요 (이 대화의 사진 {0}장)"
    ),
    "send the photo with the turn (image_id), or say which one: 'the second photo'": (
        "배경 사진을 함께 보내거나, '두 번째 사진'처럼 어느 것인지 말해 주세요"
    ),
    "another turn runs on this thread": "이 대화에서 다른 작업이 진행 중이에요",
    "wait for it, or cancel it": "끝나기를 기다리거나 멈춰 주세요",
    "{} is made of this photo": "{0} 버전이 이 사진으로 만들어졌어요",
    "versions are never destroyed; delete the thread to forget both": (
        "버전은 지워지지 않아요. 둘 다 없애려면 대화를 지워 주세요"
    ),
    "no question is open on this thread": "이 대화에는 열려 있는 질문이 없어요",
    "send text instead": "할 일을 말로 적어 주세요",
    "something failed inside the editor": "편집기 안에서 문제가 생겼어요",
    "the turn failed": "작업이 실패했어요",
    "the server's log says what": "자세한 내용은 서버 로그에 있어요",
    "stopped, as you asked": "말씀대로 멈췄어요",
    "versions made before it are kept": "그 전까지의 버전은 그대로 있어요",
    "turn_id {} was used for another turn": "turn_id {0}은(는) 다른 작업에 쓰였어요",
    "use a new one": "새 값을 써 주세요",
    "{} was made from no other version": "{0} 버전은 다른 버전에서 만들어진 것이 아니에요",
    "say against which: ?against=v1": "무엇과 비교할지 말해 주세요: ?against=v1",
    "one picture is {}×{} px, the other {}×{}: they cannot be compared pixel by pixel": (
        "한 장은 {0}×{1}픽셀, 다른 한 장은 {2}×{3}픽셀이라 픽셀마다 비교할 수 없어요"
    ),
    "compare two versions between which nothing was cropped or resized": (
        "그 사이에 자르거나 크기를 바꾸지 않은 두 버전을 비교해 주세요"
    ),
    "thread_id {} is not usable": "thread_id {0}은(는) 쓸 수 없어요",
    "use 1 to 64 letters, digits, '_', '.' or '-'": (
        "글자, 숫자, '_', '.', '-'로 1자에서 64자까지 써 주세요"
    ),
    "no thread {}": "그런 대화가 없어요: {0}",
    "GET /threads lists yours": "대화 목록에서 골라 주세요 (GET /threads)",
    "the thread {} was deleted": "대화 {0}은(는) 지워졌어요",
    "restore it, or start anew": "되살리거나 새로 시작해 주세요",
    "a title of {} characters": "제목이 {0}자예요",
    "a name of {} characters": "이름이 {0}자예요",
    "use {} to {} characters": "{0}자에서 {1}자까지 써 주세요",
    "a thread holds at most {} added photos": "대화 하나에 더할 수 있는 사진은 {0}장까지예요",
    "remove one first": "먼저 한 장을 빼 주세요",
    "no photo {} was added to this thread": "이 대화에 더한 사진이 아니에요: {0}",
    "GET /threads/{id} lists its images": "더한 사진은 GET /threads/{id}에 있어요",
    # pointing and masks
    "{} points and {} labels": "점은 {0}개인데 표시는 {1}개예요",
    "there are {} points and {} labels": "점은 {0}개인데 표시는 {1}개예요",
    "give one label per point: 1 = include, 0 = exclude": (
        "점마다 표시를 하나씩 주세요: 1 = 포함, 0 = 제외"
    ),
    "no such point label: {}": "그런 점 표시는 없어요: {0}",
    "1 = include, 0 = exclude": "1 = 포함, 0 = 제외",
    "grow_px is {}": "grow_px가 {0}이에요",
    "use -{} to {}; negative shrinks": "-{0}에서 {1}까지 쓸 수 있어요. 음수는 줄이기예요",
    "the region is empty": "가리킨 곳이 비어 있어요",
    "give points_xy, boxes_xyxy, strokes or a mask_id": (
        "클릭, 상자, 붓으로 가리켜 주세요 (points_xy, boxes_xyxy, strokes, mask_id)"
    ),
    "/docs shows the shape of a region": "모양은 /docs에 있어요",
    "nothing is pointed at: no point to include and no box": (
        "가리킨 것이 없어요: 포함할 점도 상자도 없어요"
    ),
    "give at least one point with label 1, or a box": (
        "포함할 곳을 한 번 클릭하거나 상자를 그려 주세요"
    ),
    "the point {} to include is outside every box": "포함할 점 {0}이(가) 모든 상자 밖에 있어요",
    "points refine what is inside a box; leave the box out, or draw it larger": (
        "점은 상자 안을 다듬어요. 상자를 빼거나 더 크게 그려 주세요"
    ),
    "`{}` needs a mask": "`{0}`에는 마스크가 필요해요",
    "point at something first": "먼저 바꿀 곳을 가리켜 주세요",
    "point at the object first": "먼저 바꿀 곳을 가리켜 주세요",
    "point at the object to recolour": "색을 바꿀 것을 가리켜 주세요",
    "this edit needs a mask": "이 편집에는 마스크가 필요해요",
    "the mask is empty": "마스크가 비어 있어요",
    "the mask is empty: no pixel is marked": "마스크가 비어 있어요: 칠해진 픽셀이 없어요",
    "mark what should change": "바꿀 곳을 칠해 주세요",
    "the mask covers the whole photo: nothing is left to continue it from": (
        "마스크가 사진 전체를 덮어서, 이어 그릴 것이 남지 않아요"
    ),
    "the mask covers everything: nothing is left to copy from": (
        "마스크가 전부를 덮어서, 베껴 올 곳이 남지 않아요"
    ),
    "the mask covers everything: nothing is left to fill from": (
        "마스크가 전부를 덮어서, 채울 것이 남지 않아요"
    ),
    "the mask leaves too little to copy from": "마스크 밖에 남은 곳이 너무 적어요",
    "mark less": "더 좁게 칠해 주세요",
    "mark less, or give the engine more of the photo around the mask": "더 좁게 칠해 주세요",
    "the mask is {} (height, width), the image {}": "마스크는 {0}, 사진은 {1}이에요 (높이, 너비)",
    "the mask is {}, the image {} (height, width)": "마스크는 {0}, 사진은 {1}이에요 (높이, 너비)",
    "send a mask of exactly the image's size": "사진과 크기가 똑같은 마스크를 보내 주세요",
    "the point {} is not inside the image of {}×{} px": "점 {0}은(는) {1}×{2}픽셀 사진 밖에 있어요",
    "points are [x, y] with 0 <= x < {} and 0 <= y < {}": (
        "점은 [x, y]이고 0 <= x < {0}, 0 <= y < {1}이에요"
    ),
    "the box {} has not four numbers": "상자 {0}의 수가 네 개가 아니에요",
    "the box {} is not inside the image of {}×{} px": "상자 {0}은(는) {1}×{2}픽셀 사진 밖에 있어요",
    "the box {} has no area": "상자 {0}에 넓이가 없어요",
    "boxes are [x0, y0, x1, y1] with 0 <= x0 < x1 <= {} and 0 <= y0 < y1 <= {}": (
        "상자는 [x0, y0, x1, y1]이고 0 <= x0 < x1 <= {0}, 0 <= y0 < y1 <= {1}이에요"
    ),
    "a stroke has no points": "붓 자국에 점이 없어요",
    "a stroke is {points_xy, radius_px} or {polygon_xy}": (
        "붓 자국은 {points_xy, radius_px}, 올가미는 {polygon_xy}예요"
    ),
    "a brush of radius {} px draws nothing": "반지름 {0}픽셀 붓으로는 아무것도 그려지지 않아요",
    "radius_px > 0": "radius_px는 0보다 커야 해요",
    "a stroke is a line or a lasso, not both": (
        "자국 하나는 붓이거나 올가미예요. 둘 다일 수는 없어요"
    ),
    "send two strokes": "둘로 나눠 보내 주세요",
    "a lasso of {} points has no area": "점 {0}개짜리 올가미에는 넓이가 없어요",
    "give 3 or more": "3개 넘게 주세요",
    # engines and what they are asked for
    "no installed engine can do `{}`: it needs the capability `{}`": (
        "이 일(`{0}`)을 할 수 있는 모델이 아직 없어요. 필요한 능력: `{1}`"
    ),
    (
        "it takes {}: one file in engines/ and one line in `engines/registry.py` "
        "(README, 'Add a model')"
    ): (
        "필요한 모델: {0}. engines/에 파일 하나와 `engines/registry.py`에 한 줄을 더하세요 "
        "(README, 'Add a model')"
    ),
    "it takes {}: {}": "필요한 것: {0}. 더하는 명령: {1}",
    "the engine `{}` cannot be used: {}": "`{0}` 엔진은 아직 쓸 수 없어요: {1}",
    "to add it: {}": "더하는 명령: {0}",
    "{} is not set": "{0} 설정이 없어요",
    "the `{}` extra is not installed": "`{0}` 묶음이 설치되지 않았어요",
    "a chat model": "대화 모델",
    "a chat model, or an opus-mt model": "대화 모델이나 opus-mt 모델",
    "a key of a web search": "웹 검색 열쇠",
    "`{}` did not answer: {}": "`{0}` 모델이 답하지 않았어요: {1}",
    "it refused the key": "열쇠를 받아 주지 않아요",
    "it refused access": "쓸 권한이 없어요",
    "it does not know the model": "그런 이름의 모델이 없어요",
    "its server failed ({})": "서버에 문제가 생겼어요 ({0})",
    "it is busy (429)": "지금은 바빠요 (429)",
    "what came back is no chat server's answer": "돌아온 것이 대화 모델의 답이 아니에요",
    "check its address (OPENAI_BASE_URL ends in /v1)": (
        "주소를 확인해 주세요 (OPENAI_BASE_URL은 /v1로 끝나요)"
    ),
    "it took too long": "너무 오래 걸렸어요",
    "nothing answers at its address": "그 주소에서 답하는 것이 없어요",
    "check the key in the environment (OPENAI_API_KEY ...)": (
        "환경 변수의 열쇠(OPENAI_API_KEY 등)를 확인해 주세요"
    ),
    "check what the key may use": "그 열쇠로 쓸 수 있는 것을 확인해 주세요",
    "check the model's name in the setting": "설정에 적은 모델 이름을 확인해 주세요",
    "try again in a moment": "잠시 뒤에 다시 해 주세요",
    "try again, or raise PENTIMENTO_CHAT_TIMEOUT_S": (
        "다시 해 보거나 PENTIMENTO_CHAT_TIMEOUT_S를 늘려 주세요"
    ),
    "start its server, or check OPENAI_BASE_URL": (
        "모델 서버를 켜거나 OPENAI_BASE_URL을 확인해 주세요"
    ),
    "the server's log says more": "자세한 내용은 서버 로그에 있어요",
    "`{}` gave no usable plan": "`{0}` 모델이 쓸 수 있는 계획을 주지 않았어요",
    "choose another chat model, or another PENTIMENTO_CHAT_METHOD": (
        "다른 대화 모델이나 다른 PENTIMENTO_CHAT_METHOD를 골라 주세요"
    ),
    "`{}` gives no structured output by {}": (
        "`{0}` 모델은 {1} 방식으로 정해진 틀의 답을 주지 못해요"
    ),
    "try again, or choose another chat model": "다시 해 보거나, 다른 대화 모델을 골라 주세요",
    "choose another PENTIMENTO_CHAT_METHOD, or another chat model": (
        "다른 PENTIMENTO_CHAT_METHOD나 다른 대화 모델을 골라 주세요"
    ),
    "`{}` refused to plan this": "`{0}` 모델이 이 계획을 거절했어요",
    "say it in other words, or choose another chat model": (
        "다른 말로 해 보거나 다른 대화 모델을 골라 주세요"
    ),
    "the chat model `{}` cannot be opened: {}": "대화 모델 `{0}`을(를) 열 수 없어요: {1}",
    'use "provider:name", for example "openai:NAME" or "ollama:NAME"': (
        '"제공자:이름"으로 적어 주세요. 예: "openai:이름", "ollama:이름"'
    ),
    "a grounding model (Grounding DINO, OWLv2)": (
        "말로 가리킨 것을 찾는 모델 (Grounding DINO, OWLv2)"
    ),
    "an inpainting model (Stable Diffusion inpaint, Flux Fill, an images API)": (
        "마스크 안을 새로 그리는 모델 (Stable Diffusion inpaint, Flux Fill, 이미지 API)"
    ),
    "an instruction editor (InstructPix2Pix, Flux Kontext, an images API)": (
        "말로 사진을 고치는 모델 (InstructPix2Pix, Flux Kontext, 이미지 API)"
    ),
    "a text-to-image model (Stable Diffusion, an images API)": (
        "글로 그림을 만드는 모델 (Stable Diffusion, 이미지 API)"
    ),
    "a chat model that sees images": "이미지를 보는 대화 모델",
    "an engine with the capability `{}`": "`{0}` 능력이 있는 엔진",
    "no installed engine takes a `{}` guide": "`{0}` 밑그림을 받는 엔진이 없어요",
    "leave `guide` out, or add an engine that takes one (a ControlNet)": (
        "`guide`를 빼거나, 받는 엔진(ControlNet)을 더해 주세요"
    ),
    "`{}` takes no `{}` guide": "`{0}`은(는) `{1}` 밑그림을 받지 않아요",
    "`{}` cannot do `{}`": "`{0}`은(는) `{1}`을(를) 할 수 없어요",
    "`{}` is no engine for `{}`": "`{0}`은(는) `{1}`에 쓰는 엔진이 아니에요",
    "no engine `{}` for `{}`": "`{1}`에 `{0}` 엔진은 없어요",
    "no engine `{}`": "`{0}` 엔진은 없어요",
    "no guide {}": "그런 밑그림 종류는 없어요: {0}",
    "`guide_image_id` needs a `guide`": "`guide_image_id`에는 `guide`가 함께 필요해요",
    "a scribble guide needs its sketch": "낙서 밑그림에는 그린 그림이 필요해요",
    "POST /images, and send its id as options.guide_image_id": (
        "그림을 올리고 그 id를 options.guide_image_id로 보내 주세요"
    ),
    "width is {}": "너비가 {0}이에요",
    "height is {}": "높이가 {0}이에요",
    "use {} to {} px in multiples of {} (`{}` works best at {})": (
        "{0}에서 {1}픽셀까지, {2}의 배수로 써 주세요 (`{3}`에는 {4}이(가) 가장 좋아요)"
    ),
    "`{}` made {} {}, not {} in RGB": "`{0}`이(가) 만든 그림이 {3} RGB가 아니라 {1} {2}예요",
    "there is no direction {}": "{0} 방향은 없어요",
    "growing {} makes a {}×{} photo no {}": (
        "{0} 쪽으로 늘려서는 {1}×{2} 사진이 {3} 비율이 되지 않아요"
    ),
    "grow it {}": "{0} 방향으로 늘려 보세요",
    "the photo has the ratio {} already": "사진이 이미 {0} 비율이에요",
    "say another ratio, or a side: left, right, top, bottom": (
        "다른 비율이나 늘릴 쪽을 말해 주세요: 왼쪽, 오른쪽, 위, 아래"
    ),
    "the larger photo would have {}×{} pixels": "늘린 사진이 {0}×{1}픽셀이 돼요",
    "this server takes {} (PENTIMENTO_MAX_PIXELS): make the photo smaller first": (
        "이 서버는 {0}픽셀까지 받아요 (PENTIMENTO_MAX_PIXELS). 사진을 먼저 줄여 주세요"
    ),
    "`{}` changed the frame, and was asked for pixels": (
        "`{0}`이(가) 픽셀 대신 사진의 틀을 바꿨어요"
    ),
    "`{}` ran and changed no pixel, so there is no new version": (
        "`{0}`이(가) 바꾼 픽셀이 없어서 새 버전을 만들지 않았어요"
    ),
    "ask for a stronger change, or point elsewhere": "더 세게 하거나 다른 곳을 가리켜 주세요",
    "{} needs a number as {}, not {}": "{0}의 {1}은(는) 숫자여야 해요: {2}",
    "{} needs a whole number as {}, not {}": "{0}의 {1}은(는) 정수여야 해요: {2}",
    "{}: {} is missing": "{0}: {1}이(가) 빠졌어요",
    "{}: {} cannot be {}": "{0}: {1}에 {2}은(는) 쓸 수 없어요",
    "no colour is named": "색을 말하지 않았어요",
    "{} is not a colour I know": "{0}은(는) 모르는 색이에요",
    "this engine edits 8-bit RGB, not {} {}": "이 엔진은 8비트 RGB만 편집해요: {0} {1}",
    "no photo is given to put behind the subject": "뒤에 놓을 사진이 없어요",
    "upload it and name it as args.image_id": "배경으로 쓸 사진을 함께 올려 주세요",
    "what to crop to is missing": "어떻게 자를지 말해 주세요",
    "give a ratio such as 16:9, or point at a region": (
        "16:9 같은 비율을 말하거나 남길 곳을 가리켜 주세요"
    ),
    "{} is not a ratio": "{0}은(는) 비율이 아니에요",
    "“{}” is not a ratio": "“{0}”은(는) 비율이 아니에요",
    "write it as 16:9, 4:3 or 1:1": "16:9, 4:3, 1:1처럼 적어 주세요",
    "write width to height, such as 16:9, 4:3 or 1:1": (
        "16:9, 4:3, 1:1처럼 가로와 세로를 적어 주세요"
    ),
    "upscaling takes a scale from 2 to 4, not {}": "확대는 2배에서 4배까지예요: {0}",
    "use #rrggbb or one of: {}": "#rrggbb로 적거나 다음에서 고르세요: {0}",
    "there is no adjustment “{}”": "“{0}”이라는 보정은 없어요",
    "{} takes an amount from {} to {} percent, not {}": "{0}은(는) {1}%에서 {2}%까지예요: {3}",
    "without an amount it is {} percent": "세기를 말하지 않으면 {0}%예요",
    "a blur takes an amount over 0, up to 100 percent, not {}": (
        "흐리기는 0%보다 크고 100%까지예요: {0}"
    ),
    "there is no style “{}”": "“{0}”이라는 스타일은 없어요",
    "choose: {}": "다음에서 고르세요: {0}",
    "a style takes an amount from 0 to 100 percent, not {}": (
        "스타일의 세기는 0%에서 100%까지예요: {0}"
    ),
    "this photo looks straight already": "이 사진은 이미 똑발라요",
    "say by how many degrees to rotate it": "몇 도 돌릴지 말해 주세요",
    "{} is not a multiple of 90 degrees": "{0}도는 90도의 배수가 아니에요",
    "choose 90, 180 or 270": "90, 180, 270에서 고르세요",
    "{} is not an angle in degrees": "{0}은(는) 각도가 아니에요",
    "there is no axis “{}”": "“{0}” 방향은 없어요",
    "choose horizontal or vertical": "좌우(horizontal)나 상하(vertical)에서 고르세요",
    "a new size is needed: a width, a height, both, or a scale on its own": (
        "새 크기가 필요해요: 너비, 높이, 둘 다, 또는 배율 하나"
    ),
    "give width_px, height_px or scale, such as 0.5": (
        "가로 800픽셀, 0.5배처럼 말해 주세요 (width_px, height_px, scale)"
    ),
    "a photo cannot be {}×{} pixels": "사진을 {0}×{1}픽셀로 만들 수는 없어요",
    "make it larger": "더 크게 해 주세요",
    "{}×{} pixels are too many": "{0}×{1}픽셀은 너무 커요",
    "at most {} megapixels, {} on a side": "{0}메가픽셀, 한 변 {1}픽셀까지예요",
    "no clear horizon or upright line shows how far this photo leans": (
        "얼마나 기울었는지 알려 줄 지평선이나 세로선이 뚜렷하지 않아요"
    ),
    # translation and prompts
    "`{}` did not answer as asked": "`{0}` 모델이 시킨 대로 답하지 않았어요",
    "`{}` wrote far more than it was asked for": "`{0}` 모델이 시킨 것보다 훨씬 길게 썼어요",
    "`{}` went on without an end": "`{0}` 모델의 답이 끝나지 않아 멈췄어요",
    "`{}` refused to do this": "`{0}` 모델이 이 일을 거절했어요",
    "{} has to stand in it, letter by letter": "{0}을(를) 그대로 옮기지 않았어요",
    "this is not in Latin letters: {}": "영어로 옮기지 않은 말: {0}",
    "the text came back in its own language": "글이 번역되지 않고 그대로 돌아왔어요",
    "the translation is empty": "번역이 비어 있어요",
    "it has {} characters, not {}: add and leave out nothing": (
        "번역 길이가 {0}자예요. 알맞은 길이는 {1}자예요"
    ),
    "it is no JSON object with: {}": "이런 항목이 있는 JSON이 아니에요: {0}",
    "it was cut off: write less": "답이 중간에 잘렸어요",
    "it has {} phrases; write 1 to {}": "구절이 {0}개예요. 1개부터 {1}개까지여야 해요",
    "a phrase is one line of 1 to {} characters": "구절은 1자에서 {0}자까지의 한 줄이어야 해요",
    "{} is in the wish and not in the phrases": "바란 말이 프롬프트에서 빠졌어요: {0}",
    "`{}` reads Korean only": "`{0}` 모델은 한국어만 읽어요",
    "`{}` gave no translation": "`{0}` 모델이 번역을 주지 않았어요",
    "`{}` lost a part of the text: {}": "`{0}` 모델이 글의 일부를 빠뜨렸어요: {1}",
    "`{}` left words as they were: {}": "`{0}` 모델이 옮기지 않은 말이 있어요: {1}",
    "`{}` gave more or less than was said": "`{0}` 모델이 없던 말을 보탰거나 있던 말을 뺐어요",
    "`{}` reads at most {} tokens at once": "`{0}` 모델은 한 번에 {1}토큰까지만 읽어요",
    "say it in English, or in other words": "영어로, 또는 다른 말로 해 주세요",
    "say it shorter": "더 짧게 말해 주세요",
    "the model `{}` cannot be read": "`{0}` 모델을 읽을 수 없어요",
    "the weights of `{}` are not on this machine": "`{0}` 모델의 가중치가 이 컴퓨터에 없어요",
    "to add them: {}": "이렇게 받으면 돼요: {0}",
    "to get it again: {}": "이렇게 다시 받을 수 있어요: {0}",
    "there is no folder `{}`": "그런 폴더가 없어요: `{0}`",
    "the folder `{}` lacks {}": "`{0}` 폴더에 없는 파일이 있어요: {1}",
    "the folder `{}` holds damaged files": "`{0}` 폴더에 손상된 파일이 있어요",
    "put the files there, or change PENTIMENTO_MODELS": (
        "파일을 그 폴더에 넣거나 PENTIMENTO_MODELS를 바꿔 주세요"
    ),
    "put the files of `{}` into {}": "`{0}` 모델의 파일을 {1}에 넣어 주세요",
    "PENTIMENTO_DOWNLOAD=never: nothing is downloaded": (
        "PENTIMENTO_DOWNLOAD=never라서 아무것도 내려받지 않아요"
    ),
    "HF_HUB_OFFLINE is set: nothing is downloaded": (
        "HF_HUB_OFFLINE이 정해져 있어서 아무것도 내려받지 않아요"
    ),
    "unset HF_HUB_OFFLINE": "HF_HUB_OFFLINE을 지워 주세요",
    "HF_ENDPOINT, or a proxy of the environment, cannot be used": (
        "HF_ENDPOINT나 환경 변수의 프록시를 쓸 수 없어요"
    ),
    "set HF_ENDPOINT, HTTPS_PROXY and ALL_PROXY to http addresses, or unset them": (
        "HF_ENDPOINT, HTTPS_PROXY, ALL_PROXY를 http 주소로 정하거나 지워 주세요"
    ),
    "`.venv/bin/python -m engines list` shows all that are known": (
        "`.venv/bin/python -m engines list`가 아는 것을 모두 보여 줘요"
    ),
    "the hub's client is not installed": "모델 허브의 클라이언트가 설치되어 있지 않아요",
    "the hub cannot be reached": "모델 허브에 연결할 수 없어요",
    "check the network (HF_ENDPOINT, a proxy); {}": (
        "네트워크를 확인해 주세요 (HF_ENDPOINT, 프록시). {0}"
    ),
    "what was downloaded is kept: the next try goes on from there": (
        "받은 만큼은 남아 있어서 다음에 이어서 받아요"
    ),
    "the hub answered {} for `{}`": "모델 허브가 `{1}`에 {0}(으)로 답했어요",
    "the hub's answer for `{}` cannot be read": "`{0}`에 대한 모델 허브의 답을 읽을 수 없어요",
    "is there a proxy, or a page to sign in, between this machine and the hub?": (
        "프록시나 로그인 화면이 사이에 있는지 확인해 주세요"
    ),
    "the hub shows no `{}`: it does not exist, or it is private": (
        "모델 허브에서 `{0}`을(를) 볼 수 없어요: 없거나 비공개예요"
    ),
    "check the name; for a private model set HF_TOKEN to a token of yours": (
        "이름을 확인하고, 비공개 모델이면 HF_TOKEN에 토큰을 넣어 주세요"
    ),
    "`{}` is given only to those who accepted its licence": (
        "`{0}` 모델은 라이선스에 동의한 사람만 받을 수 있어요"
    ),
    "accept it on the model's page, then set HF_TOKEN to a token of yours": (
        "모델 페이지에서 동의한 뒤 HF_TOKEN에 토큰을 넣어 주세요"
    ),
    "the licence of `{}` may restrict what you do with it: {}": (
        "`{0}` 모델의 라이선스는 쓰임을 제한할 수 있어요: {1}"
    ),
    "read it at {}, then {}": "{0}에서 읽고 이렇게 받아 주세요: {1}",
    "`{}` has no {}": "`{0}`에 {1}이(가) 없어요",
    "it is no model for this engine: name another in PENTIMENTO_MODELS": (
        "이 엔진에 맞는 모델이 아니에요. PENTIMENTO_MODELS에 다른 모델을 적어 주세요"
    ),
    "`{}` of `{}` came damaged, twice": "`{1}` 모델의 `{0}` 파일이 두 번이나 손상되어 왔어요",
    "try again later, or from another network": "나중에, 또는 다른 네트워크에서 해 보세요",
    "`{}` takes {} GB more, and {} has {} GB free": (
        "`{0}` 모델에는 {1} GB가 더 필요한데 {2}에는 {3} GB만 남았어요"
    ),
    "cannot write into {}: {}": "{0}에 쓸 수 없어요: {1}",
    "make room, or set PENTIMENTO_WEIGHTS to a folder on another disk": (
        "자리를 비우거나 PENTIMENTO_WEIGHTS를 다른 디스크의 폴더로 정해 주세요"
    ),
    "the first word of the prompt takes more than the {} tokens that the model reads": (
        "프롬프트의 첫 낱말만으로도 모델이 읽는 {0}토큰을 넘어요"
    ),
    "use shorter words": "더 짧은 낱말로 말해 주세요",
    # files
    "accepted: JPEG, PNG, WebP, TIFF, BMP, GIF (first frame), HEIC and AVIF": (
        "읽을 수 있는 형식: JPEG, PNG, WebP, TIFF, BMP, GIF(첫 장면), HEIC, AVIF"
    ),
    "`image` is not inline image data": "`image`가 이미지 데이터가 아니에요",
    "send base64, a data URL, or image_id": "base64, data URL, image_id 가운데 하나로 보내 주세요",
    "the message links to an image elsewhere": "다른 곳에 있는 이미지를 가리키는 메시지예요",
    "send the image itself (base64), or upload it to POST /images first": (
        "이미지를 직접 보내거나(base64) 먼저 올려 주세요 (POST /images)"
    ),
    "the inline image is not base64": "이미지 데이터가 base64가 아니에요",
    "encode the file's bytes with standard base64": "파일을 표준 base64로 바꿔 보내 주세요",
    "no image {}": "그런 이미지가 없어요: {0}",
    "no mask {}": "그런 마스크가 없어요: {0}",
    "ids come from POST /images": "먼저 사진을 올려 주세요 (POST /images)",
    "ids come from POST /images/{id}/masks": (
        "먼저 사진에서 가리켜 주세요 (POST /images/{id}/masks)"
    ),
    "upload it first": "먼저 올려 주세요",
    "nothing is stored as {}": "저장된 것이 없어요: {0}",
    "size is {}": "크기가 {0}이에요",
    "choose 16 to 2048 pixels": "16에서 2048픽셀까지 고르세요",
    "quality is {}": "품질이 {0}이에요",
    "choose 1 to 100": "1에서 100까지 고르세요",
    "{} holds at most {} pixels a side; this has {}": (
        "{0} 파일은 한 변 {1}픽셀까지인데, 이 그림은 {2}픽셀이에요"
    ),
    "choose PNG, or make the image smaller first": "PNG로 받거나 먼저 크기를 줄여 주세요",
    "no file format {}": "그런 파일 형식은 없어요: {0}",
    "choose JPEG, PNG or WEBP": "JPEG, PNG, WEBP에서 고르세요",
    "JPEG has no transparency, and the image has": "JPEG에는 투명도가 없는데, 이 그림에는 있어요",
    "choose PNG or WEBP": "PNG나 WEBP를 고르세요",
    "the {} file is damaged: {}": "{0} 파일이 깨졌어요: {1}",
    "the open question is about this photo": "열려 있는 질문에 이 사진이 쓰이고 있어요",
    "answer it, or drop it": "먼저 답하거나 그만둬 주세요",
    "of an unknown type": "알 수 없는 형식",
    "the file is {}, not an image we read": "읽을 수 있는 이미지가 아니에요: {0}",
    "the file is a video or another ISO media file": "동영상이거나 다른 미디어 파일이에요",
    "the file is empty": "파일이 비어 있어요",
    "the PNG file is cut, or a chunk's length is wrong": "PNG 파일이 잘렸거나 깨졌어요",
    "the file has {} bytes; the limit is {}": "파일이 {0}바이트인데, 한도는 {1}바이트예요",
    "send a smaller file, or raise PENTIMENTO_MAX_UPLOAD_BYTES": (
        "더 작은 파일을 보내거나 PENTIMENTO_MAX_UPLOAD_BYTES를 늘려 주세요"
    ),
    "the image is {} × {} pixels": "이미지가 {0} × {1}픽셀이에요",
    "the image is {} × {} = {} pixels; the limit is {}": (
        "이미지가 {0} × {1} = {2}픽셀인데, 한도는 {3}픽셀이에요"
    ),
    "send a smaller image, or raise PENTIMENTO_MAX_PIXELS": (
        "더 작은 이미지를 보내거나 PENTIMENTO_MAX_PIXELS를 늘려 주세요"
    ),
    "the file is a camera raw file (or begins with a preview)": "카메라 RAW 파일이에요",
    "export it as JPEG or TIFF from a raw converter first": (
        "먼저 RAW 현상 프로그램에서 JPEG나 TIFF로 내보내 주세요"
    ),
    "16-bit TIFF with separate colour planes is not read": "색 판이 나뉜 16비트 TIFF는 읽지 못해요",
    "save it interleaved (pixel order)": "픽셀 순서(interleaved)로 저장해 주세요",
    "the 16-bit picture is damaged or of an unknown layout": (
        "16비트 그림이 깨졌거나 모르는 구조예요"
    ),
    "pictures of mode {} (floating point, 32-bit or Lab) are not read": (
        "{0} 방식(실수, 32비트, Lab) 그림은 읽지 못해요"
    ),
    "save it as RGB or grey, 8 or 16 bits a channel": (
        "RGB나 회색, 채널당 8비트나 16비트로 저장해 주세요"
    ),
    "HEIC with premultiplied alpha is not read": "알파가 미리 곱해진 HEIC는 읽지 못해요",
    # search on the web, and vectors of pictures
    "the pictures cannot be embedded: {}": "사진의 벡터를 만들 수 없어요: {0}",
    "to change it: {}": "이렇게 하면 돼요: {0}",
    "{} is no folder": "{0}은(는) 폴더가 아니에요",
    "name one with pictures in it": "사진이 든 폴더를 적어 주세요",
    "no picture {} in the catalogue": "카탈로그에 그런 사진이 없어요: {0}",
    "`catalogue list` shows their names": "`catalogue list`가 이름을 보여 줘요",
    "there are no words to search for": "찾을 말이 없어요",
    'search "red door"': '이렇게 찾아 보세요: search "빨간 문"',
    "the web search did not answer: {}": "웹 검색이 답하지 않았어요: {0}",
    "it is busy, or the plan's limit is reached": "지금 붐비거나, 정해진 양을 다 썼어요",
    "try again later": "나중에 다시 해 보세요",
    "it failed": "실패했어요",
    "check {}": "{0}을(를) 확인해 주세요",
    "check the network, or PENTIMENTO_TAVILY_URL": (
        "네트워크나 PENTIMENTO_TAVILY_URL을 확인해 주세요"
    ),
    "{} names no embeddings": "{0}: 그런 임베딩은 없어요",
    'use "openai:NAME", "ollama:NAME", or "clip:FOLDER"': (
        '"openai:이름", "ollama:이름", "clip:폴더" 가운데 하나로 적어 주세요'
    ),
    "the embeddings {} cannot be opened": "임베딩 {0}을(를) 열 수 없어요",
    "check the model's name, and the key in the environment": (
        "모델 이름과 환경 변수의 키를 확인해 주세요"
    ),
    "{} gives vectors of {} numbers, not of {}": "{0}의 벡터는 숫자 {2}개가 아니라 {1}개예요",
    "set PENTIMENTO_EMBEDDINGS_DIMS to what the model gives, or leave it out": (
        "PENTIMENTO_EMBEDDINGS_DIMS를 모델에 맞추거나 지워 주세요"
    ),
    # services on other machines that draw
    "check PENTIMENTO_IMAGES_KEY, or OPENAI_API_KEY": (
        "PENTIMENTO_IMAGES_KEY나 OPENAI_API_KEY를 확인해 주세요"
    ),
    "it does not know the address or the model": "그런 주소나 모델이 없어요",
    "check PENTIMENTO_IMAGES_URL (it ends in /v1) and PENTIMENTO_IMAGES_MODEL": (
        "PENTIMENTO_IMAGES_URL(/v1로 끝나요)과 PENTIMENTO_IMAGES_MODEL을 확인해 주세요"
    ),
    "it sends to another address": "다른 주소로 보내려고 해요",
    "check PENTIMENTO_IMAGES_URL": "PENTIMENTO_IMAGES_URL을 확인해 주세요",
    "check PENTIMENTO_IMAGES_URL (it ends in /v1)": (
        "PENTIMENTO_IMAGES_URL을 확인해 주세요 (/v1로 끝나요)"
    ),
    "its quota is used up": "쓸 수 있는 양을 다 썼어요",
    "check the plan and its limits": "요금제와 한도를 확인해 주세요",
    "what came back is no images server's answer": "돌아온 것이 이미지 서버의 답이 아니에요",
    "it broke off in the middle of its answer": "답하다가 도중에 끊겼어요",
    "try again, or raise PENTIMENTO_IMAGES_TIMEOUT_S": (
        "다시 해 보거나 PENTIMENTO_IMAGES_TIMEOUT_S를 늘려 주세요"
    ),
    "start the server, or check PENTIMENTO_IMAGES_URL": (
        "서버를 켜거나 PENTIMENTO_IMAGES_URL을 확인해 주세요"
    ),
    "`{}` refused to draw this: {}": "`{0}`에서 이 그림을 그려 주지 않았어요: {1}",
    "say it in other words, or choose another photo or engine": (
        "다른 말로 해 보거나, 다른 사진이나 엔진을 골라 주세요"
    ),
    "`{}` refused the request: {}": "`{0}`에서 이 요청을 받아 주지 않았어요: {1}",
    "it does not say why": "까닭은 말하지 않았어요",
    "check PENTIMENTO_IMAGES_DIALECT and PENTIMENTO_IMAGES_MODEL": (
        "PENTIMENTO_IMAGES_DIALECT와 PENTIMENTO_IMAGES_MODEL을 확인해 주세요"
    ),
    "`{}` answered without a picture": "`{0}`의 답에 그림이 없어요",
    "try again, or choose another engine": "다시 해 보거나, 다른 엔진을 골라 주세요",
    "`{}` keeps its picture at another address, and is not followed there": (
        "`{0}`의 그림이 다른 주소에 있어서 가져오지 않았어요"
    ),
    "have the server answer with b64_json, or choose another dialect": (
        "서버가 b64_json으로 답하게 하거나, PENTIMENTO_IMAGES_DIALECT를 바꿔 주세요"
    ),
    "`{}` answered with more than {} bytes": "`{0}`의 답이 {1}바이트보다 커요",
    "ask for a smaller picture, or raise PENTIMENTO_MAX_UPLOAD_BYTES": (
        "더 작은 그림을 말하거나 PENTIMENTO_MAX_UPLOAD_BYTES를 늘려 주세요"
    ),
    "`{}` sent a picture that cannot be read: {}": "`{0}`에서 온 그림을 읽을 수 없어요: {1}",
    "it is not base64": "base64가 아니에요",
    "the answer is no JSON": "답이 JSON이 아니에요",
    "the answer is no JSON object": "답이 JSON 객체가 아니에요",
    "`{}` drew {} px and was asked for {}": "`{0}`에서 {2} 대신 {1} 픽셀로 그렸어요",
    "choose another engine, or another model on that server": (
        "다른 엔진이나, 그 서버의 다른 모델을 골라 주세요"
    ),
    "`{}` draws no picture of {} px": "`{0}` 엔진은 {1} 픽셀 그림을 그리지 못해요",
    "use multiples of {} px, {} pixels or more in all, at most 1:{}": (
        "{0}의 배수로, 모두 {1} 픽셀 이상, 1:{2}보다 길지 않게 해 주세요"
    ),
    "it refused the credentials": "인증 정보를 받아 주지 않아요",
    "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE": (
        "AWS_ACCESS_KEY_ID와 AWS_SECRET_ACCESS_KEY, 또는 AWS_PROFILE을 확인해 주세요"
    ),
    "it refused access to the model": "그 모델을 쓸 권한이 없어요",
    "ask for the model in the Bedrock console, and allow bedrock:InvokeModel": (
        "Bedrock 콘솔에서 모델을 신청하고 bedrock:InvokeModel을 허용해 주세요"
    ),
    "it does not know the model, or has given it up": "그런 모델이 없거나 더는 없어요",
    "check PENTIMENTO_BEDROCK_IMAGES, and the region (AWS_DEFAULT_REGION)": (
        "PENTIMENTO_BEDROCK_IMAGES와 리전(AWS_DEFAULT_REGION)을 확인해 주세요"
    ),
    "there are no AWS credentials": "AWS 인증 정보가 없어요",
    "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE": (
        "AWS_ACCESS_KEY_ID와 AWS_SECRET_ACCESS_KEY, 또는 AWS_PROFILE을 적어 주세요"
    ),
    "there is no such AWS profile": "그런 AWS 프로필이 없어요",
    "no AWS region is set": "AWS 리전이 정해지지 않았어요",
    "set AWS_DEFAULT_REGION, for example us-west-2": (
        "AWS_DEFAULT_REGION을 적어 주세요. 예: us-west-2"
    ),
    "there is no such AWS region": "그런 AWS 리전이 없어요",
    "the model is not ready yet": "모델이 아직 준비되지 않았어요",
    "change the options or the words, or choose another engine": (
        "옵션이나 말을 바꾸거나, 다른 엔진을 골라 주세요"
    ),
    "the model takes no {} of {}": "이 모델에는 {0} 값 {1}을(를) 쓸 수 없어요",
    "use a number from {} to {}": "{0}부터 {1}까지의 수를 써 주세요",
    "the prompt has {} characters": "할 말이 {0}자예요",
    "use at most {}": "{0}자까지 쓸 수 있어요",
    "Nova Canvas draws no picture of {} px": "Nova Canvas는 {0} 픽셀 그림을 그리지 못해요",
    "use {} px or more in multiples of 16, at most 1:4, below 4.19 megapixels": (
        "{0} 픽셀 이상의 16의 배수로, 1:4보다 길지 않고 419만 픽셀보다 작게 해 주세요"
    ),
    "Stable Diffusion XL draws no picture of {} px": (
        "Stable Diffusion XL은 {0} 픽셀 그림을 그리지 못해요"
    ),
    "Stable Image draws no picture of {} px": "Stable Image는 {0} 픽셀 그림을 그리지 못해요",
    "choose a width and height of one of these proportions: {}": (
        "가로와 세로를 다음 비율 가운데 하나로 해 주세요: {0}"
    ),
    # models that find things
    "`{}` gave no numbers for this photo": "`{0}`이(가) 이 사진에서는 셈이 되지 않았어요",
    "try a smaller model": "더 작은 모델을 써 보세요",
    "name the thing in fewer words": "더 짧게 말해 주세요",
}
