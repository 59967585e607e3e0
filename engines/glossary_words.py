"""The words of the Korean glossary: only data, "korean = english", by kind."""


def _table(block: str) -> dict[str, str]:
    pairs = (item.split("=") for line in block.strip().splitlines() for item in line.split(","))
    return {korean.strip(): english.strip() for korean, english in pairs}


def _words(block: str) -> frozenset[str]:
    return frozenset(block.split())


NOUNS: dict[str, str] = _table("""
고양이=cat, 새끼 고양이=kitten, 아기 고양이=kitten, 강아지=puppy, 개=dog, 멍멍이=dog, 야옹이=cat
냥이=cat, 댕댕이=dog
토끼=rabbit, 햄스터=hamster, 새=bird, 참새=sparrow, 비둘기=pigeon, 독수리=eagle, 갈매기=seagull
부엉이=owl, 앵무새=parrot
오리=duck, 닭=chicken, 병아리=chick, 말=horse, 소=cow, 돼지=pig, 양=sheep, 염소=goat, 사자=lion
호랑이=tiger
곰=bear, 북극곰=polar bear, 판다=panda, 코끼리=elephant, 기린=giraffe, 원숭이=monkey, 여우=fox
늑대=wolf, 사슴=deer
다람쥐=squirrel, 고슴도치=hedgehog, 펭귄=penguin, 거북이=turtle, 뱀=snake, 개구리=frog
도마뱀=lizard, 악어=crocodile
물고기=fish, 고래=whale, 돌고래=dolphin, 상어=shark, 문어=octopus, 나비=butterfly, 벌=bee
잠자리=dragonfly, 벌레=insect
개미=ant, 거미=spider, 모기=mosquito, 파리=fly, 달팽이=snail, 공룡=dinosaur, 용=dragon
유니콘=unicorn, 쥐=mouse, 낙타=camel
사람=person, 사람들=people, 남자=man, 여자=woman, 아이=child, 아이들=children, 아기=baby, 소년=boy
소녀=girl, 할머니=grandmother
할아버지=grandfather, 엄마=mother, 아빠=father, 가족=family, 친구=friend, 커플=couple, 신부=bride
신랑=groom, 군중=crowd
관광객=tourists, 행인=passer-by, 행인들=passers-by, 인물=person, 모델=model, 학생=student
어린이=child, 로봇=robot, 우주인=astronaut
우주비행사=astronaut, 천사=angel, 요정=fairy, 유령=ghost, 좀비=zombie, 산타=Santa Claus
눈사람=snowman, 마네킹=mannequin, 나=me, 이것=this, 이거=this, 그것=that, 그거=that, 저것=that
저거=that
얼굴=face, 눈=eyes, 코=nose, 입=mouth, 입술=lips, 귀=ear, 이마=forehead, 볼=cheeks, 턱=chin
목=neck, 어깨=shoulder, 팔=arm
손=hand, 손가락=finger, 손톱=nails, 다리=leg, 발=foot, 배경=background, 머리=hair, 머리카락=hair
피부=skin, 수염=beard
콧수염=moustache, 눈썹=eyebrows, 눈동자=eyes, 치아=teeth, 이빨=teeth, 주름=wrinkles, 점=mole
여드름=acne, 잡티=blemish, 흉터=scar
문신=tattoo, 다크서클=dark circles, 표정=expression, 미소=smile, 몸=body, 허리=waist, 등=back
날개=wings, 꼬리=tail
옷=clothes, 셔츠=shirt, 티셔츠=t-shirt, 치마=skirt, 바지=trousers, 청바지=jeans, 반바지=shorts
원피스=dress, 드레스=dress
웨딩드레스=wedding dress, 정장=suit, 양복=suit, 코트=coat, 재킷=jacket, 자켓=jacket, 점퍼=jacket
스웨터=sweater, 니트=knitwear
후드티=hoodie, 한복=hanbok, 교복=school uniform, 유니폼=uniform, 잠옷=pyjamas, 수영복=swimsuit
모자=hat, 야구모자=baseball cap
털모자=woolly hat, 밀짚모자=straw hat, 왕관=crown, 헬멧=helmet, 안경=glasses, 선글라스=sunglasses
마스크=mask, 목도리=scarf
스카프=scarf, 넥타이=tie, 나비넥타이=bow tie, 리본=ribbon, 장갑=gloves, 양말=socks, 신발=shoes
운동화=sneakers, 구두=dress shoes
부츠=boots, 슬리퍼=slippers, 샌들=sandals, 가방=bag, 배낭=backpack, 핸드백=handbag, 지갑=wallet
시계=watch, 반지=ring
목걸이=necklace, 귀걸이=earrings, 팔찌=bracelet, 벨트=belt, 단추=button, 주머니=pocket
우산=umbrella, 망토=cape
자동차=car, 차=car, 트럭=truck, 버스=bus, 택시=taxi, 자전거=bicycle, 오토바이=motorcycle
스쿠터=scooter, 기차=train, 지하철=subway
비행기=airplane, 헬리콥터=helicopter, 배=boat, 요트=yacht, 보트=boat, 로켓=rocket
우주선=spaceship, 열기구=hot air balloon, 드론=drone
바퀴=wheel, 번호판=licence plate, 유모차=stroller, 킥보드=kick scooter, 돛단배=sailing boat
집=house, 건물=building, 아파트=apartment building, 빌딩=building, 탑=tower, 성=castle
교회=church, 절=temple, 궁궐=palace, 다리 위=bridge
문=door, 창문=window, 지붕=roof, 벽=wall, 바닥=floor, 천장=ceiling, 계단=stairs, 기둥=pillar
울타리=fence, 담장=wall, 발코니=balcony
간판=sign, 표지판=road sign, 신호등=traffic light, 가로등=street lamp, 전봇대=utility pole
전선=power line, 전선들=power lines
전깃줄=power line, 벤치=bench, 쓰레기통=trash can, 쓰레기=trash, 낙서=graffiti, 얼룩=stain
먼지=dust, 그림자=shadow, 그늘=shade
반사=reflection, 워터마크=watermark, 로고=logo, 글자=text, 글씨=lettering, 텍스트=text, 문구=text
날짜=date, 자막=subtitles
거리=street, 밤거리=night street, 골목=alley, 길=road, 도로=road, 고속도로=highway
횡단보도=crosswalk, 광장=square, 도시=city
시골=countryside, 마을=village, 공원=park, 정원=garden, 놀이터=playground, 시장=market, 카페=café
식당=restaurant, 학교=school
교실=classroom, 사무실=office, 병원=hospital, 도서관=library, 호텔=hotel, 공항=airport, 역=station
항구=harbour, 농장=farm
방=room, 침실=bedroom, 거실=living room, 부엌=kitchen, 주방=kitchen, 화장실=bathroom
욕실=bathroom, 실내=indoors, 스튜디오=studio
하늘=sky, 밤하늘=night sky, 구름=cloud, 구름들=clouds, 태양=sun, 해=sun, 달=moon, 보름달=full moon
별=star, 별들=stars
무지개=rainbow, 노을=sunset glow, 석양=sunset, 일몰=sunset, 일출=sunrise, 번개=lightning, 비=rain
눈송이=snowflake, 안개=fog, 바람=wind
바다=sea, 해변=beach, 해변가=beach, 바닷가=seaside, 파도=waves, 모래=sand, 모래사장=sandy beach
섬=island, 강=river, 호수=lake, 폭포=waterfall
연못=pond, 산=mountain, 설산=snowy mountain, 언덕=hill, 숲=forest, 숲속=forest
산속=in the mountains, 정글=jungle, 사막=desert
들판=field, 초원=meadow, 논=rice field, 밭=field, 동굴=cave, 화산=volcano, 빙하=glacier
우주=space, 은하수=Milky Way, 지구=Earth
나무=tree, 나무들=trees, 소나무=pine tree, 대나무=bamboo, 야자수=palm tree, 벚꽃=cherry blossoms
벚나무=cherry tree, 단풍=autumn leaves
단풍나무=maple tree, 낙엽=fallen leaves, 나뭇잎=leaf, 잎=leaf, 꽃=flower, 꽃들=flowers, 장미=rose
튤립=tulip, 해바라기=sunflower
꽃다발=bouquet, 꽃밭=flower field, 풀=grass, 잔디=lawn, 잔디밭=lawn, 선인장=cactus, 화분=flowerpot
꽃병=vase, 바위=rock, 돌=stone
책상=desk, 의자=chair, 소파=sofa, 침대=bed, 테이블=table, 탁자=table, 식탁=dining table
책장=bookshelf, 책=book, 옷장=wardrobe
거울=mirror, 조명=lighting, 램프=lamp, 전등=lamp, 촛불=candle, 양초=candle, 커튼=curtain
카펫=carpet, 러그=rug, 쿠션=cushion
베개=pillow, 이불=blanket, 액자=picture frame, 텔레비전=television, 컴퓨터=computer, 노트북=laptop
키보드=keyboard, 마우스=mouse
휴대폰=mobile phone, 핸드폰=mobile phone, 스마트폰=smartphone, 카메라=camera, 삼각대=tripod
케이블=cable, 냉장고=refrigerator, 피아노=piano
기타=guitar, 바이올린=violin, 공=ball, 축구공=football, 농구공=basketball, 풍선=balloon, 인형=doll
곰인형=teddy bear, 장난감=toy
상자=box, 선물=gift, 편지=letter, 연필=pencil, 펜=pen, 종이=paper, 가위=scissors, 칼=knife
열쇠=key, 깃발=flag, 동상=statue
컵=cup, 머그컵=mug, 잔=glass, 유리잔=glass, 병=bottle, 접시=plate, 그릇=bowl, 숟가락=spoon
포크=fork, 젓가락=chopsticks, 냄비=pot
음식=food, 커피=coffee, 녹차=green tea, 홍차=black tea, 물=water, 우유=milk, 주스=juice, 맥주=beer
와인=wine, 콜라=cola, 빵=bread
케이크=cake, 쿠키=cookie, 초콜릿=chocolate, 사탕=candy, 아이스크림=ice cream, 피자=pizza
햄버거=hamburger, 샌드위치=sandwich, 밥=rice
국수=noodles, 라면=ramen, 김치=kimchi, 초밥=sushi, 고기=meat, 스테이크=steak, 계란=egg
치즈=cheese, 샐러드=salad, 과일=fruit
사과=apple, 배 하나=pear, 바나나=banana, 포도=grapes, 딸기=strawberry, 수박=watermelon
오렌지=orange, 레몬=lemon, 복숭아=peach, 체리=cherry
귤=tangerine, 토마토=tomato, 당근=carrot, 감자=potato, 호박=pumpkin, 옥수수=corn, 버섯=mushroom
야채=vegetables, 채소=vegetables
봄=spring, 여름=summer, 가을=autumn, 겨울=winter, 아침=morning, 낮=day, 저녁=evening, 밤=night
새벽=dawn, 크리스마스=Christmas
할로윈=Halloween, 생일=birthday, 결혼식=wedding, 파티=party, 축제=festival, 풍경=landscape
야경=night view, 경치=scenery, 배경화면=wallpaper
초상화=portrait, 인물 사진=portrait photo, 증명사진=ID photo, 포스터=poster, 캐릭터=character
만화=cartoon, 그림=picture, 사진=photo
이미지=image, 일러스트=illustration, 아이콘=icon, 배너=banner, 장면=scene, 물체=object
물건=object, 제품=product, 상품=product
부분=part, 전체=whole, 오두막=cabin, 등대=lighthouse, 풍차=windmill, 분수=fountain, 텐트=tent
모닥불=campfire, 불꽃놀이=fireworks, 불=fire
연기=smoke, 폭발=explosion, 얼음=ice, 물방울=water drops, 비눗방울=soap bubbles, 리본 장식=ribbon
하트=heart, 깃털=feather
제주도=Jeju Island, 서울=Seoul, 부산=Busan, 한강=Han River, 에펠탑=Eiffel Tower, 파리 시내=Paris
뉴욕=New York, 남산타워=N Seoul Tower
도시 야경=city at night, 왼쪽=left, 오른쪽=right, 가운데=centre, 중앙=centre, 아래쪽=bottom
위쪽=top, 모서리=corner, 가장자리=edge
나무 그림자=tree shadow, 무늬=pattern, 줄무늬=stripes, 체크무늬=checks, 물방울무늬=polka dots
꽃무늬=floral pattern, 새 떼=flock of birds
""")

MATERIALS: dict[str, str] = _table("""
나무로 된=wooden, 나무=wooden, 원목=solid wood, 금속=metal, 철제=iron, 유리=glass, 가죽=leather
플라스틱=plastic, 대리석=marble
콘크리트=concrete, 벽돌=brick, 돌=stone, 비단=silk, 면=cotton, 털=fur, 양털=wool, 데님=denim
벨벳=velvet, 레이스=lace, 금=gold, 은=silver
""")

MODIFIERS: dict[str, str] = _table("""
큰=big, 커다란=big, 거대한=giant, 작은=small, 조그만=small, 긴=long, 짧은=short, 높은=tall
낮은=low, 넓은=wide, 좁은=narrow, 두꺼운=thick
얇은=thin, 둥근=round, 동그란=round, 네모난=square, 뾰족한=pointed, 새로운=new, 새=new, 오래된=old
낡은=worn, 젊은=young, 어린=young
늙은=old, 귀여운=cute, 예쁜=pretty, 이쁜=pretty, 아름다운=beautiful, 멋진=cool, 멋있는=cool
화려한=colourful, 우아한=elegant
고급스러운=luxurious, 단순한=simple, 심플한=simple, 현대적인=modern, 모던한=modern
전통적인=traditional, 신비로운=mysterious
몽환적인=dreamy, 환상적인=fantastic, 무서운=scary, 슬픈=sad, 행복한=happy, 즐거운=joyful
화난=angry, 평화로운=peaceful, 조용한=quiet
고요한=calm, 외로운=lonely, 복잡한=busy, 깨끗한=clean, 더러운=dirty, 맑은=clear, 흐린=cloudy
밝은=bright, 어두운=dark, 따뜻한=warm
따듯한=warm, 차가운=cold, 시원한=cool, 뜨거운=hot, 부드러운=soft, 거친=rough, 매끄러운=smooth
반짝이는=sparkling, 빛나는=shining
투명한=transparent, 불투명한=opaque, 선명한=vivid, 흐릿한=blurry, 진한=deep, 연한=pale, 젖은=wet
마른=dry, 푹신한=fluffy, 단색=plain
복슬복슬한=fluffy, 하얗고=white and, 검고=black and, 눈 내리는=snowy, 눈 오는=snowy
눈 덮인=snow-covered, 비 내리는=rainy, 비 오는=rainy
바람 부는=windy, 안개 낀=foggy, 구름 낀=cloudy, 해 지는=sunset, 별이 빛나는=starry
꽃이 핀=blooming, 단풍 든=autumn-coloured
햇살 가득한=sunny, 화창한=sunny, 웃는=smiling, 웃고 있는=smiling, 우는=crying, 자는=sleeping
자고 있는=sleeping, 달리는=running
뛰는=running, 걷는=walking, 걷고 있는=walking, 날아가는=flying, 나는=flying, 앉은=sitting
앉아 있는=sitting, 서 있는=standing, 춤추는=dancing
노래하는=singing, 노는=playing, 수영하는=swimming, 귀엽고=cute and, 왼쪽=left, 오른쪽=right
빈티지=vintage, 레트로=retro
미래적인=futuristic, 사실적인=realistic, 고해상도=high-resolution, 흑백=black and white
실사=photorealistic, 고전적인=classic
금발=blonde, 금발의=blonde
두=two, 세=three, 네=four, 다섯=five, 여러=several, 많은=many, 한=one, 다른=another, 같은=same
모든=all, 이=this, 그=that, 저=that
""")

STYLES: dict[str, str] = _table("""
수채화=watercolour painting, 유화=oil painting, 스케치=sketch, 연필 스케치=pencil sketch
소묘=pencil drawing, 만화풍=cartoon style
애니메이션=animation, 애니=anime, 지브리풍=Ghibli style, 지브리=Ghibli, 디즈니풍=Disney style
디즈니=Disney, 픽셀아트=pixel art
픽셀 아트=pixel art, 팝아트=pop art, 팝 아트=pop art, 인상주의=impressionism, 인상파=impressionist
초현실주의=surrealism, 수묵화=ink wash painting
동양화=East Asian painting, 민화=Korean folk painting, 사이버펑크=cyberpunk, 스팀펑크=steampunk
누아르=film noir, 필름 사진=film photo, 필름=film
영화=film, 동화=fairy tale, 동화책=storybook, 판타지=fantasy, 고흐=Van Gogh, 모네=Monet
피카소=Picasso, 스타일=style, 풍=style
느낌=mood, 분위기=atmosphere, 화풍=painting style, 톤=tone, 색감=colours, 추상화=abstract painting
모자이크=mosaic, 네온=neon, 웹툰=webtoon
""")

# Stems of verbs; the request form of English stands for every ending.
VERBS: dict[str, str] = _table("""
지우=remove, 지워=remove, 없애=remove, 제거=remove, 삭제=delete, 치우=clear away, 치워=clear away
바꾸=change, 바꿔=change
변경=change, 교체=replace, 추가=add, 넣=add, 그려=draw, 그리=draw, 만들=make, 만들어=make
씌워=put on, 입혀=dress in, 올려=raise, 높여=raise
낮춰=lower, 줄여=reduce, 늘려=extend, 확장=extend, 키워=enlarge, 잘라=crop, 자르=crop, 돌려=rotate
회전=rotate, 뒤집=flip, 뒤집어=flip
칠해=paint, 염색=dye, 흐리게=blur, 밝게=brighten, 어둡게=darken, 선명하게=sharpen
따뜻하게=make warmer, 차갑게=make cooler
부드럽게=soften, 진하게=intensify, 써=write, 적어=write, 놓아=place, 띄워=float, 생성=generate
디자인=design, 합성=composite, 변환=convert
""")

ADVERBS: dict[str, str] = _table("""
더=more, 아주=very, 매우=very, 정말=really, 조금=slightly, 살짝=slightly, 약간=slightly, 훨씬=much
많이=a lot, 너무=too
함께=together, 같이=together, 배경에=in the background, 밖에서=outside, 안에서=inside, 그리고=and
및=and, 또는=or
""")

# What joins "B" to the "A" before it: 모자 쓴 고양이 = cat wearing a hat.
RELATIONS: dict[str, str] = _table("""
쓴=wearing, 쓰고 있는=wearing, 입은=wearing, 입고 있는=wearing, 신은=wearing, 신고 있는=wearing
낀=wearing, 착용한=wearing
두른=wearing, 든=holding, 들고 있는=holding, 안은=holding, 안고 있는=holding, 잡은=holding
멘=carrying, 메고 있는=carrying
탄=riding, 타는=riding, 타고 있는=riding, 먹는=eating, 먹고 있는=eating, 마시는=drinking
보는=looking at, 읽는=reading
연주하는=playing, 치는=playing, 가진=with, 달린=with, 있는=with, 없는=without, 가득한=full of
덮인=covered with
위에 있는=on, 위에 앉은=sitting on, 위에 놓인=on, 위의=on, 위에=on, 위=on, 아래에 있는=under
아래=under, 밑에 있는=under
밑=under, 옆에 있는=next to, 옆에 서 있는=standing next to, 옆의=next to, 옆=next to
앞에 있는=in front of, 앞에 서 있는=standing in front of
앞의=in front of, 앞=in front of, 뒤에 있는=behind, 뒤에 서 있는=standing behind, 뒤의=behind
뒤=behind, 안에 있는=in, 안의=in, 안=in
속에 있는=in, 속의=in, 속=in, 걷는=walking on, 나는=flying through, 날아가는=flying through
바라보는=looking at
""")

# A place that is said without the thing it is a place of: 뒤에 있는 사람.
PLACES: dict[str, str] = {
    "behind": "in the background", "in front of": "in the foreground", "next to": "at the side",
    "on": "on top", "under": "below", "in": "inside",
}  # fmt: skip

# Said around a request; English prompts have no word for it.
FILLERS: frozenset[str] = _words("""
줘 줘요 주세요 주라 해줘 해줘요 해주세요 해 해주실래요 주실래요 줄래 줄래요
해줄래 좀 부탁해 부탁해요 부탁드려요 부탁드립니다 수 있어 있나요 있어요
주시겠어요 해라 하기 싶어 싶어요 만들어줘 그냥 제발
""")
# English words that take no "a": mass nouns, and plurals that do not end in -s.
NO_ARTICLE: frozenset[str] = _words("""
hair skin snow rain fog water food coffee milk wine beer juice bread rice meat fruit grass sand text
lettering graffiti trash dust people children clothes knitwear lighting smoke fire ice
""")
